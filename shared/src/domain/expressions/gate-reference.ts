import type { Expression } from './expression.js'

/** What a name, member or index expression of a gate speaks of. */
export type GateReference =
  | { readonly kind: 'metric'; readonly metric: string }
  | { readonly kind: 'slice'; readonly slice: string; readonly metric: string }
  | { readonly kind: 'champion'; readonly metric: string }
  | { readonly kind: 'model'; readonly quantity: 'size_bytes' | 'latency_p95_ms' }

/** The reference an expression is, or undefined when it is none. `champion.rmse` and `champion.metrics.rmse` are the same. */
export function gateReference(expression: Expression): GateReference | undefined {
  if (expression.kind === 'name') {
    const quantity = expression.name
    return quantity === 'size_bytes' || quantity === 'latency_p95_ms'
      ? { kind: 'model', quantity }
      : undefined
  }
  const access = accessOf(expression)
  if (access === undefined) return undefined
  const { object, key } = access
  if (isName(object, 'metrics')) return { kind: 'metric', metric: key }
  if (isName(object, 'champion')) return { kind: 'champion', metric: key }
  const outer = accessOf(object)
  if (outer === undefined) return undefined
  if (isName(outer.object, 'slices')) return { kind: 'slice', slice: outer.key, metric: key }
  return isName(outer.object, 'champion') && outer.key === 'metrics'
    ? { kind: 'champion', metric: key }
    : undefined
}

/** The metric an argument of `improves` or `not_worse` names: `"rmse"`, `rmse` or `metrics.rmse`. */
export function metricArgument(expression: Expression): string | undefined {
  if (expression.kind === 'text') return expression.value
  if (expression.kind === 'name') return expression.name
  const reference = gateReference(expression)
  return reference?.kind === 'metric' ? reference.metric : undefined
}

/** How a sentence calls a reference. */
export function referenceLabel(reference: GateReference): string {
  switch (reference.kind) {
    case 'metric':
      return reference.metric
    case 'slice':
      return `${reference.metric} of slice ${reference.slice}`
    case 'champion':
      return `the champion's ${reference.metric}`
    case 'model':
      return reference.quantity
  }
}

function accessOf(expression: Expression): { object: Expression; key: string } | undefined {
  if (expression.kind === 'member') return { object: expression.object, key: expression.name }
  if (expression.kind !== 'index' || expression.key.kind !== 'text') return undefined
  return { object: expression.object, key: expression.key.value }
}

function isName(expression: Expression, name: string): boolean {
  return expression.kind === 'name' && expression.name === name
}
