import type { ParseError } from '@marcbachmann/cel-js'
import { problemAt } from './expression-problem.js'
import type { ExpressionProblem, ProblemDetails } from './expression-problem.js'

const BYTES = 'size_bytes is a number of bytes: 5000000'

const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['=', 'compare with ==; arguments have no names: improves(metric, 0.1)'],
  ['&', 'write && for "and"'],
  ['|', 'write || for "or"'],
  ['and', 'write && for "and"'],
  ['or', 'write || for "or"'],
  ['not', 'write ! for "not"'],
  ['AND', 'write && for "and"'],
  ['OR', 'write || for "or"'],
  ['NOT', 'write ! for "not"'],
  ['%', 'shares are written 0.05, not 5%'],
  ['KB', BYTES],
  ['MB', BYTES],
  ['GB', BYTES],
  ['KiB', BYTES],
  ['MiB', BYTES],
  ['ms', 'latency_p95_ms is a number of milliseconds, without a unit'],
  ['≥', 'write >='],
  ['≤', 'write <='],
  ['“', 'use straight quotes: "'],
  ['”', 'use straight quotes: "']
])

/** What the parser's own error codes mean where the text at the place would not tell. */
const REFUSALS: ReadonlyMap<string, string> = new Map([
  ['limit_exceeded', 'the expression is nested too deeply or has too many parts'],
  ['unterminated_string', 'this text has no closing quote'],
  ['invalid_number', 'this is no number a double can hold']
])

/** Turns what the parser says into a placed message with the usual cure. */
export function syntaxProblem(text: string, error: ParseError): ExpressionProblem {
  const start = Math.min(error.range?.start ?? 0, text.length)
  return problemAt(text, { start }, details(text, start, error.code))
}

function details(text: string, start: number, code: string): ProblemDetails {
  const refusal = REFUSALS.get(code)
  if (refusal !== undefined) return { message: refusal }
  if (text.slice(start).trim() === '') return { message: 'the expression ends too early' }
  const found = /^(\p{L}+|\P{L})/u.exec(text.slice(start))?.[0] ?? ''
  const shown = found.length > 24 ? `${found.slice(0, 24)}…` : found
  const hint = SPELLINGS.get(found)
  return { message: `unexpected ${JSON.stringify(shown)}`, ...(hint === undefined ? {} : { hint }) }
}
