import * as z from 'zod/mini'
import { parseSizeBytes } from './byte-size.js'
import { parseDurationMilliseconds } from './duration.js'

/** A text that must match; the description completes "must be …". */
export function written(pattern: RegExp, description: string) {
  return z.string().check(z.regex(pattern, `must be ${description}`))
}

/** A number within bounds, both inclusive. */
export function between(low: number, high: number) {
  const message = `must be from ${low} to ${high}`
  return z.number().check(z.minimum(low, message), z.maximum(high, message))
}

/** A whole number within bounds, both inclusive. */
export function whole(low: number, high: number) {
  const message = `must be from ${low} to ${high}`
  return z
    .int({ error: `must be a whole number from ${low} to ${high}`, abort: true })
    .check(z.minimum(low, message), z.maximum(high, message))
}

/** A duration above zero (see `parseDurationMilliseconds`). */
export function duration() {
  const isDuration = (text: string) => (parseDurationMilliseconds(text) ?? 0) > 0
  return z.string().check(z.refine(isDuration, 'must be a duration such as 90s, 15m, 2h or 1h30m'))
}

/** A size above zero (see `parseSizeBytes`). */
export function byteSize() {
  const isSize = (text: string) => (parseSizeBytes(text) ?? 0) > 0
  return z.string().check(z.refine(isSize, 'must be a size such as 500KB, 5MB or 2GiB'))
}

// "_No response_" is what GitHub writes where a question of an issue form was not answered.
const columnPattern = /^(?!\s*$)(?!_No response_$)[^\u0000-\u001f\u007f-\u009f]{1,128}$/u
const cellPattern = /^(?!\s+$)(?!_No response_$)[^\u0000-\u001f\u007f-\u009f]*$/u
const expressionPattern = /^(?!\s+$)(?!\s*_No response_\s*$)[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$/u

/** The name of a column. */
export function columnName() {
  return written(columnPattern, 'a column name of 1 to 128 characters')
}

/** A value as it stands in a data set. */
export function cellText() {
  return z
    .string()
    .check(
      z.minLength(1, 'must not be empty'),
      z.maxLength(256, 'must be at most 256 characters'),
      z.regex(cellPattern, 'must be one line of text')
    )
}

/** Names of columns, each once. */
export function columnNames() {
  return z.array(columnName()).check(
    z.minLength(1, 'must name at least one column'),
    z.maxLength(5000, 'must name at most 5000 columns'),
    z.refine(names => new Set(names).size === names.length, 'must not name a column twice')
  )
}

/** The name of a hyperparameter. */
export function parameterName() {
  const description = 'a name of letters, digits and _ . - that starts with a letter'
  return written(/^[A-Za-z][A-Za-z0-9_.-]{0,127}$/, description)
}

/** The name of a metric. */
export function metricName() {
  return written(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, 'a name of letters, digits and _ that starts with a letter')
}

/** A CEL expression, without the blanks around it; whether it is one is checked by the gate. */
export function expression() {
  return z
    .string()
    .check(
      z.trim(),
      z.minLength(1, 'must not be empty'),
      z.maxLength(2000, 'must be an expression of at most 2000 characters'),
      z.regex(expressionPattern, 'must be an expression')
    )
}
