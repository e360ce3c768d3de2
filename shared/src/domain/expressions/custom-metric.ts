import { measured, unmeasurable } from '../metrics/measurement.js'
import type { Measurement } from '../metrics/measurement.js'
import type { PreparedMetrics, WeightedMetric } from '../metrics/weighted-metric.js'
import { prepareAggregate } from './aggregate.js'
import { calculate } from './calculate.js'
import { compileRow, UNARY } from './compile-row.js'
import type { BinaryExpression, CallExpression, Expression } from './expression.js'
import { expressionError, toProblems } from './expression-problem.js'
import { sourceText } from './expression-text.js'
import type { SourceText } from './expression-text.js'
import { customMetricPlace, parseCustomMetric } from './parse-custom-metric.js'
import { rowVocabulary } from './row-columns.js'
import type { RowColumns } from './row-columns.js'
import { aggregateOf } from './row-dialect.js'

/** Prepares custom metrics over rows; throws one `UserError` `custom-metric-invalid` with all problems. */
export function prepareCustomMetrics(
  metrics: Readonly<Record<string, string>>,
  columns: RowColumns
): PreparedMetrics {
  const vocabulary = rowVocabulary(columns)
  const parsed = Object.entries(metrics).map(([name, text]) => ({
    name,
    result: parseCustomMetric(text, vocabulary)
  }))
  const problems = parsed.flatMap(({ name, result }) =>
    result.ok ? [] : toProblems(customMetricPlace(name), result.problems)
  )
  if (problems.length > 0) throw expressionError('custom-metric-invalid', problems)
  return new Map(
    parsed.flatMap(({ name, result }) =>
      result.ok ? [[name, prepare(result.root, { columns, source: sourceText(result.text) })] as const] : []
    )
  )
}

interface Context {
  readonly columns: RowColumns
  readonly source: SourceText
}

/** The part of a custom metric around its aggregates, as a closure; true and false are 1 and 0. */
function prepare(expression: Expression, context: Context): WeightedMetric {
  switch (expression.kind) {
    case 'number':
      return () => measured(expression.value)
    case 'boolean':
      return () => measured(Number(expression.value))
    case 'negate':
      return combine(
        { whole: expression, operands: [expression.operand], context },
        ([value = NaN]) => -value
      )
    case 'not':
      return combine(
        { whole: expression, operands: [expression.operand], context },
        ([value = NaN]) => 1 - value
      )
    case 'and':
    case 'or':
      return choose(expression.left, context, left =>
        (left === 1) === (expression.kind === 'or') ? null : expression.right
      )
    case 'conditional':
      return choose(expression.condition, context, value => (value === 1 ? expression.yes : expression.no))
    case 'binary':
      return operation(expression, context)
    case 'call':
      return call(expression, context)
    default:
      return () => unmeasurable(`${context.source.written(expression)} is not a number`)
  }
}

function operation(whole: BinaryExpression, context: Context): WeightedMetric {
  const { operator, left, right } = whole
  if (operator === 'in') {
    const items = right.kind === 'list' ? right.items : []
    return combine({ whole, operands: [left, ...items], context }, ([wanted = NaN, ...others]) =>
      Number(others.includes(wanted))
    )
  }
  return combine({ whole, operands: [left, right], context }, ([a = NaN, b = NaN]) =>
    Number(calculate(operator, a, b))
  )
}

function call(expression: CallExpression, context: Context): WeightedMetric {
  const { name, arguments: given } = expression
  const aggregate = aggregateOf(expression)
  if (aggregate === undefined) {
    const one = UNARY.get(name)
    if (one !== undefined)
      return combine({ whole: expression, operands: given, context }, ([value = NaN]) => one(value))
    return combine({ whole: expression, operands: given, context }, values =>
      name === 'min' ? Math.min(...values) : Math.max(...values)
    )
  }
  const [operand, share] = given
  const compiled = operand === undefined ? {} : { operand: compileRow(operand, context.columns) }
  const shareValue = share?.kind === 'number' ? share.value : NaN
  return prepareAggregate({ aggregate, ...compiled, share: shareValue }, context.columns.rows)
}

interface Combination {
  readonly whole: Expression
  readonly operands: readonly Expression[]
  readonly context: Context
}

/** Measures all operands; the first undefined one decides, and notes travel along. */
function combine(
  { whole, operands, context }: Combination,
  compute: (values: readonly number[]) => number
): WeightedMetric {
  const prepared = operands.map(operand => prepare(operand, context))
  const written = context.source.written(whole)
  return counts => {
    const measurements = prepared.map(metric => metric(counts))
    const missing = measurements.find(one => one.value === null)
    if (missing !== undefined) return missing
    const result = compute(measurements.map(one => one.value ?? NaN))
    return Number.isFinite(result)
      ? measured(result, notesOf(measurements))
      : unmeasurable(`${written} is not a finite number`)
  }
}

function choose(
  test: Expression,
  context: Context,
  next: (value: number) => Expression | null
): WeightedMetric {
  const tested = prepare(test, context)
  const branches = new Map<Expression, WeightedMetric>()
  for (const value of [0, 1]) {
    const branch = next(value)
    if (branch !== null) branches.set(branch, prepare(branch, context))
  }
  return counts => {
    const first = tested(counts)
    if (first.value === null) return first
    const branch = next(first.value)
    return branch === null ? first : (branches.get(branch)?.(counts) ?? first)
  }
}

function notesOf(measurements: readonly Measurement[]): string | undefined {
  const notes = new Set(
    measurements.flatMap(one => (one.value !== null && one.note !== undefined ? [one.note] : []))
  )
  return notes.size === 0 ? undefined : [...notes].join('; ')
}
