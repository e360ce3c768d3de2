import type { Expression } from './expression.js'

/** The column a part of a custom metric speaks of. */
export type RowReference =
  | { readonly kind: 'prediction' }
  | { readonly kind: 'target' }
  | { readonly kind: 'probability'; readonly name: string }
  | { readonly kind: 'feature'; readonly name: string }

const PROBABILITY = 'probability_'

/**
 * `prediction`, `target`, `probability_<class>` or `probability["<class>"]`, and features by name or as `feature["<name>"]`,
 * which is also the way to a feature whose name is one of the others. Undefined for anything else.
 */
export function rowReference(expression: Expression): RowReference | undefined {
  if (expression.kind === 'name') {
    const { name } = expression
    if (name === 'prediction' || name === 'target') return { kind: name }
    if (name.startsWith(PROBABILITY)) return { kind: 'probability', name: name.slice(PROBABILITY.length) }
    return { kind: 'feature', name }
  }
  if (expression.kind !== 'index' || expression.key.kind !== 'text' || expression.object.kind !== 'name')
    return undefined
  const { name } = expression.object
  return name === 'probability' || name === 'feature' ? { kind: name, name: expression.key.value } : undefined
}
