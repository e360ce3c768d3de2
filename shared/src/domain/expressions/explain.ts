import type { BinaryOperator } from './expression.js'
import type { SourceText } from './expression-text.js'
import { formatNumber, formatPair } from './format-number.js'
import { gateReference, referenceLabel } from './gate-reference.js'
import type { Evaluated } from './outcome.js'

const WORDS: ReadonlyMap<BinaryOperator, string> = new Map([
  ['<', 'below'],
  ['<=', 'at most'],
  ['>', 'above'],
  ['>=', 'at least'],
  ['==', 'equal to'],
  ['!=', 'different from'],
  ['in', 'one of']
])

/** One sentence on why a condition holds, does not hold, or cannot be told. */
export function explain(evaluated: Evaluated, source: SourceText): string {
  const { expression, outcome, parts, remark } = evaluated
  if (outcome.kind === 'undefined' || outcome.kind === 'undecided') return outcome.reason
  if (remark !== undefined) return remark
  const holds = outcome.kind === 'boolean' && outcome.value
  const explainPart = (index: number): string => {
    const part = parts.at(index)
    return part === undefined ? '' : explain(part, source)
  }
  switch (expression.kind) {
    case 'binary':
      return comparison(evaluated, holds, source)
    case 'not':
      return holds ? explainPart(0) : `${explainPart(0)}, which the rule forbids`
    case 'and':
      return holds ? parts.map(part => explain(part, source)).join(', and ') : explainPart(-1)
    case 'or':
      return holds ? explainPart(-1) : noneOf(evaluated, source)
    case 'conditional':
      return `${explainPart(-1)} (because ${explainPart(0)})`
    default:
      return `the rule says ${source.written(expression)}`
  }
}

/** Why no alternative of a chain of `||` holds. */
function noneOf(evaluated: Evaluated, source: SourceText): string {
  const alternatives = operandsOf(evaluated).map(one => explain(one, source))
  const listed = alternatives.join('; ')
  return alternatives.length === 2 ? `neither holds: ${listed}` : `none holds: ${listed}`
}

function operandsOf(evaluated: Evaluated): readonly Evaluated[] {
  return evaluated.expression.kind === 'or' ? evaluated.parts.flatMap(operandsOf) : [evaluated]
}

function comparison({ expression, parts }: Evaluated, holds: boolean, source: SourceText): string {
  const [left, ...others] = parts
  if (expression.kind !== 'binary' || left === undefined) return source.written(expression)
  const word = `is ${holds ? '' : 'not '}${WORDS.get(expression.operator) ?? expression.operator}`
  const [right] = others
  if (others.length !== 1 || right === undefined) {
    return `${phrase(left, source)} ${word} ${others.map(item => phrase(item, source)).join(', ')}`
  }
  const { outcome: a } = left
  const { outcome: b } = right
  if (a.kind !== 'number' || b.kind !== 'number')
    return `${phrase(left, source)} ${word} ${phrase(right, source)}`
  const [shownLeft, shownRight] = formatPair(a.value, b.value)
  return `${phrase(left, source, shownLeft)} ${word} ${phrase(right, source, shownRight)}`
}

/** A value with what it is the value of: "rmse 5.31", or the plain literal. */
function phrase({ expression, outcome }: Evaluated, source: SourceText, shown?: string): string {
  if (!('value' in outcome)) return source.written(expression)
  const value =
    shown ?? (outcome.kind === 'number' ? formatNumber(outcome.value) : JSON.stringify(outcome.value))
  if (isConstant(expression.kind)) return value
  if (expression.kind === 'negate' && isConstant(expression.operand.kind)) return value
  const reference = gateReference(expression)
  return reference === undefined
    ? `${source.written(expression)} (${value})`
    : `${referenceLabel(reference)} ${value}`
}

function isConstant(kind: string): boolean {
  return kind === 'number' || kind === 'text' || kind === 'boolean'
}

/** The number a rule turned on: the measured side of a comparison, else the truth value; null when undefined or undecided. */
export function decisiveValue(evaluated: Evaluated): number | boolean | null {
  const { expression, outcome, parts, measured } = evaluated
  if (measured !== undefined) return measured
  if (outcome.kind === 'undefined' || outcome.kind === 'undecided') return null
  const [first, second] = parts
  if (expression.kind === 'not' && first !== undefined) return decisiveValue(first)
  if (expression.kind === 'binary' && first !== undefined) {
    const side = second !== undefined && readsNothing(first) ? second : first
    if (side.outcome.kind === 'number') return side.outcome.value
  }
  return outcome.kind === 'boolean' || outcome.kind === 'number' ? outcome.value : null
}

function readsNothing(evaluated: Evaluated): boolean {
  return gateReference(evaluated.expression) === undefined && evaluated.parts.every(readsNothing)
}
