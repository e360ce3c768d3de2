import { calculate } from './calculate.js'
import { evaluateChampionRule, lacksChampion } from './evaluate-champion-rule.js'
import type { BinaryExpression, CallExpression, Expression, LogicalExpression } from './expression.js'
import type { ConditionalExpression } from './expression.js'
import type { SourceText } from './expression-text.js'
import { gateReference, metricArgument } from './gate-reference.js'
import type { GateScope } from './gate-scope.js'
import { finite, forced, truth, undefinedBecause } from './outcome.js'
import type { Evaluated, Outcome } from './outcome.js'
import { resolveReference } from './resolve-reference.js'

interface Context {
  readonly scope: GateScope
  readonly source: SourceText
}

/**
 * Evaluates a checked gate expression. Every number is a double. What is undefined (missing, not finite, divided by zero)
 * makes everything that touches it undefined, negations included; only what `&&`, `||` and `?:` skip is untouched, and
 * they look at their operands from left to right. `undecided` behaves as in three-valued logic.
 */
export function evaluateGateExpression(expression: Expression, context: Context): Evaluated {
  const { scope, source } = context
  const reference = gateReference(expression)
  if (reference !== undefined) return leaf(expression, resolveReference(reference, scope))
  switch (expression.kind) {
    case 'number':
    case 'boolean':
    case 'text':
      return leaf(expression, literal(expression))
    case 'list':
      return strict(expression, { operands: expression.items, context }, () => ({ kind: 'list' }))
    case 'not':
      return strict(expression, { operands: [expression.operand], context }, ([value]) =>
        truth(value !== true)
      )
    case 'negate':
      return strict(expression, { operands: [expression.operand], context }, ([value]) =>
        finite(-Number(value), notFinite(expression, source))
      )
    case 'and':
    case 'or':
      return logical(expression, context)
    case 'conditional':
      return conditional(expression, context)
    case 'binary':
      return expression.operator === 'in' ? membership(expression, context) : operation(expression, context)
    case 'call':
      return call(expression, context)
    default:
      return leaf(expression, undefinedBecause(notFinite(expression, source)))
  }
}

interface Operands {
  readonly operands: readonly Expression[]
  readonly context: Context
}

type Plain = number | boolean | string

/** Evaluates all operands; undefined or undecided ones decide, else the values do. */
function strict(
  whole: Expression,
  { operands, context }: Operands,
  compute: (values: readonly Plain[]) => Outcome
): Evaluated {
  const parts = operands.map(operand => evaluateGateExpression(operand, context))
  return { expression: whole, outcome: forced(parts) ?? compute(parts.map(plainValue)), parts }
}

function logical(whole: LogicalExpression, context: Context): Evaluated {
  const stop = whole.kind === 'or'
  const left = evaluateGateExpression(whole.left, context)
  if (isBoolean(left, stop) || left.outcome.kind === 'undefined')
    return { expression: whole, outcome: left.outcome, parts: [left] }
  const right = evaluateGateExpression(whole.right, context)
  const parts = [left, right]
  const settled = isBoolean(right, stop) || right.outcome.kind === 'undefined'
  return {
    expression: whole,
    outcome: settled ? right.outcome : (forced(parts) ?? truth(!stop)),
    parts
  }
}

function conditional(whole: ConditionalExpression, context: Context): Evaluated {
  const condition = evaluateGateExpression(whole.condition, context)
  const blocked = forced([condition])
  if (blocked !== undefined) return { expression: whole, outcome: blocked, parts: [condition] }
  const chosen = evaluateGateExpression(isBoolean(condition, true) ? whole.yes : whole.no, context)
  return { expression: whole, outcome: chosen.outcome, parts: [condition, chosen] }
}

function operation(whole: BinaryExpression, context: Context): Evaluated {
  const { operator, left, right } = whole
  return strict(whole, { operands: [left, right], context }, ([a, b]) => {
    if (operator === '==' || operator === '!=') return truth((a === b) === (operator === '=='))
    if (operator === '/' && b === 0)
      return undefinedBecause(`${context.source.written(whole)} divides by zero`)
    const result = calculate(operator, Number(a), Number(b))
    return typeof result === 'boolean' ? truth(result) : finite(result, notFinite(whole, context.source))
  })
}

function membership(whole: BinaryExpression, context: Context): Evaluated {
  const items = whole.right.kind === 'list' ? whole.right.items : []
  return strict(whole, { operands: [whole.left, ...items], context }, ([wanted = NaN, ...others]) =>
    truth(others.includes(wanted))
  )
}

function call(whole: CallExpression, context: Context): Evaluated {
  const { name, arguments: operands } = whole
  if (name === 'improves' || name === 'not_worse') return championRule(whole, name, context)
  return strict(whole, { operands, context }, values =>
    finite(functionOf(name, values.map(Number)), notFinite(whole, context.source))
  )
}

function functionOf(name: string, values: readonly number[]): number {
  if (name === 'abs') return Math.abs(values[0] ?? NaN)
  return name === 'min' ? Math.min(...values) : Math.max(...values)
}

function championRule(whole: CallExpression, rule: 'improves' | 'not_worse', context: Context): Evaluated {
  const [argument, amountArgument] = whole.arguments
  const metric = (argument && metricArgument(argument)) ?? ''
  // An amount relative to the champion, such as 0.05 * champion.rmse, means nothing before there is one.
  const needsAmount = amountArgument !== undefined && !lacksChampion(context.scope)
  const parts = needsAmount ? [evaluateGateExpression(amountArgument, context)] : []
  const blocked = forced(parts)
  if (blocked !== undefined) return { expression: whole, outcome: blocked, parts }
  const amount = Number(parts.map(plainValue)[0] ?? 0)
  return { expression: whole, parts, ...evaluateChampionRule(context.scope, { rule, metric, amount }) }
}

function notFinite(expression: Expression, source: SourceText): string {
  return `${source.written(expression)} is not a finite number`
}

function leaf(expression: Expression, outcome: Outcome): Evaluated {
  return { expression, outcome, parts: [] }
}

function literal(expression: Extract<Expression, { value: unknown }>): Outcome {
  switch (expression.kind) {
    case 'number':
      return { kind: 'number', value: expression.value }
    case 'text':
      return { kind: 'text', value: expression.value }
    case 'boolean':
      return truth(expression.value)
  }
}

function plainValue({ outcome }: Evaluated): Plain {
  return 'value' in outcome ? outcome.value : NaN
}

function isBoolean({ outcome }: Evaluated, value: boolean): boolean {
  return outcome.kind === 'boolean' && outcome.value === value
}
