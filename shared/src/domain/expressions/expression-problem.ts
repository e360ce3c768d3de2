import { UserError } from '../../errors.js'
import type { Problem } from '../../errors.js'
import type { Span } from './expression.js'

/** One thing wrong with an expression; line and column count from 1, columns in characters. */
export interface ExpressionProblem {
  readonly line: number
  readonly column: number
  readonly message: string
  readonly hint?: string
}

/** Places a problem found at an offset of the text. */
export function problemAt(
  text: string,
  { start }: Pick<Span, 'start'>,
  details: ProblemDetails
): ExpressionProblem {
  const before = text.slice(0, start)
  const lineStart = before.lastIndexOf('\n') + 1
  const line = before.split('\n').length
  return { line, column: Array.from(before.slice(lineStart)).length + 1, ...details }
}

export interface ProblemDetails {
  readonly message: string
  readonly hint?: string
}

/** Problems in the order of their places. */
export function inOrder(problems: readonly ExpressionProblem[]): ExpressionProblem[] {
  return [...problems].sort((a, b) => a.line - b.line || a.column - b.column)
}

/** The problems of a named expression (say `gate`) as the problems of a `UserError`. */
export function toProblems(name: string, problems: readonly ExpressionProblem[]): Problem[] {
  return problems.map(({ line, column, message, hint }) => ({
    place: line === 1 ? `${name}, column ${column}` : `${name}, line ${line}, column ${column}`,
    message,
    ...(hint === undefined ? {} : { hint })
  }))
}

/** One error that carries all problems of one expression or several. */
export function expressionError(code: string, problems: readonly Problem[]): UserError {
  const [first] = problems
  const message = first === undefined ? 'an expression is invalid' : `${first.place}: ${first.message}`
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  const hint = first?.hint
  return new UserError(code, message + more, { problems, ...(hint === undefined ? {} : { hint }) })
}
