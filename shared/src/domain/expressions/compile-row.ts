import { calculate } from './calculate.js'
import type { BinaryExpression, CallExpression, Expression } from './expression.js'
import type { RowColumn, RowColumns } from './row-columns.js'
import { rowReference } from './row-reference.js'

/** A row-wise expression as a closure: numbers and conditions (1, 0) with NaN for missing, texts with null for missing. */
export type CompiledRow =
  | { readonly kind: 'number' | 'boolean'; readonly at: (row: number) => number }
  | { readonly kind: 'text'; readonly at: (row: number) => string | null }

type Numeric = (row: number) => number
const number = (at: Numeric): CompiledRow => ({ kind: 'number', at })
const condition = (at: Numeric): CompiledRow => ({ kind: 'boolean', at })

/** Compiles a checked row-wise expression; what touches a missing cell is missing, unless `&&`, `||` or `?:` skipped it. */
export function compileRow(expression: Expression, columns: RowColumns): CompiledRow {
  const compile = (part: Expression): CompiledRow => compileRow(part, columns)
  const numeric = (part: Expression): Numeric => asNumber(compile(part))
  switch (expression.kind) {
    case 'number':
      return number(() => expression.value)
    case 'boolean':
      return condition(() => Number(expression.value))
    case 'text':
      return { kind: 'text', at: () => expression.value }
    case 'negate': {
      const operand = numeric(expression.operand)
      return number(row => -operand(row))
    }
    case 'not': {
      const operand = numeric(expression.operand)
      return condition(row => 1 - operand(row))
    }
    case 'and':
    case 'or':
      return logical(expression.kind, numeric(expression.left), numeric(expression.right))
    case 'conditional':
      return choice(numeric(expression.condition), compile(expression.yes), compile(expression.no))
    case 'binary':
      return binary(expression, compile)
    case 'call':
      return number(functionOf(expression, expression.arguments.map(numeric)))
    default:
      return columnValue(expression, columns)
  }
}

function asNumber(compiled: CompiledRow): Numeric {
  return compiled.kind === 'text' ? () => NaN : compiled.at
}

function logical(kind: 'and' | 'or', left: Numeric, right: Numeric): CompiledRow {
  const stop = kind === 'or' ? 1 : 0
  return condition(row => {
    const first = left(row)
    return first === stop || Number.isNaN(first) ? first : right(row)
  })
}

function choice(test: Numeric, yes: CompiledRow, no: CompiledRow): CompiledRow {
  if (yes.kind === 'text' && no.kind === 'text') {
    const chosen = (row: number, value: number) => (value === 1 ? yes.at(row) : no.at(row))
    return { kind: 'text', at: row => (Number.isNaN(test(row)) ? null : chosen(row, test(row))) }
  }
  const [a, b] = [asNumber(yes), asNumber(no)]
  const at: Numeric = row => {
    const value = test(row)
    if (Number.isNaN(value)) return NaN
    return value === 1 ? a(row) : b(row)
  }
  return yes.kind === 'boolean' && no.kind === 'boolean' ? condition(at) : number(at)
}

function binary(
  { operator, left, right }: BinaryExpression,
  compile: (part: Expression) => CompiledRow
): CompiledRow {
  const a = compile(left)
  if (operator === 'in') return membership(a, right.kind === 'list' ? right.items.map(compile) : [])
  const b = compile(right)
  if (a.kind === 'text' && b.kind === 'text') return equality(a.at, b.at, operator === '==')
  const [x, y] = [asNumber(a), asNumber(b)]
  const arithmetic = operator === '+' || operator === '-' || operator === '*' || operator === '/'
  if (arithmetic) return number(row => Number(calculate(operator, x(row), y(row))))
  return condition(row => {
    const [p, q] = [x(row), y(row)]
    return Number.isNaN(p) || Number.isNaN(q) ? NaN : Number(calculate(operator, p, q))
  })
}

type Text = (row: number) => string | null

function equality(left: Text, right: Text, wanted: boolean): CompiledRow {
  return condition(row => {
    const [p, q] = [left(row), right(row)]
    return p === null || q === null ? NaN : Number((p === q) === wanted)
  })
}

function membership(wanted: CompiledRow, items: readonly CompiledRow[]): CompiledRow {
  return condition(row => {
    const value = wanted.at(row)
    if (isMissing(value)) return NaN
    let found = 0
    for (const item of items) {
      const candidate = item.at(row)
      if (isMissing(candidate)) return NaN
      if (candidate === value) found = 1
    }
    return found
  })
}

function isMissing(value: number | string | null): boolean {
  return value === null || Number.isNaN(value)
}

function functionOf({ name }: CallExpression, operands: readonly Numeric[]): Numeric {
  const [first = () => NaN] = operands
  const one = UNARY.get(name)
  if (one !== undefined) return row => one(first(row))
  const many = name === 'min' ? Math.min : Math.max
  return row => operands.reduce((best, operand) => many(best, operand(row)), first(row))
}

/** Functions of one number. */
export const UNARY: ReadonlyMap<string, (value: number) => number> = new Map([
  ['abs', Math.abs],
  ['sqrt', Math.sqrt],
  ['log', Math.log],
  ['exp', Math.exp]
])

function columnValue(expression: Expression, columns: RowColumns): CompiledRow {
  const reference = rowReference(expression)
  switch (reference?.kind) {
    case 'prediction':
    case 'target':
      return reader(columns[reference.kind])
    case 'probability': {
      const values = columns.probabilities.get(reference.name)
      return number(row => values?.[row] ?? NaN)
    }
    case 'feature':
      return reader(columns.features.get(reference.name))
    default:
      return number(() => NaN)
  }
}

function reader(column: RowColumn | undefined): CompiledRow {
  if (column === undefined) return number(() => NaN)
  if (column.kind === 'numeric') return number(row => column.values[row] ?? NaN)
  const { codes, dictionary } = column
  return { kind: 'text', at: row => dictionary[codes[row] ?? -1] ?? null }
}
