import { phrase, type Phrase } from '../text/phrase.js'

/** A set of values a hyperparameter may have. */
export type ValueKind =
  | { readonly type: 'whole'; readonly low: number; readonly high: number }
  | { readonly type: 'number'; readonly low: number; readonly high: number; readonly open: readonly End[] }
  | { readonly type: 'boolean' }
  | { readonly type: 'choice'; readonly names: readonly string[] }
  | { readonly type: 'null' }

/** The ends of an interval; those in `open` do not belong to it. */
export type End = 'low' | 'high'

/** Whole numbers, both ends included. */
export function whole(low: number, high: number): ValueKind {
  return { type: 'whole', low, high }
}

/** Finite numbers from `low` to `high`. */
export function number(low: number, high = Infinity, ...open: readonly End[]): ValueKind {
  return { type: 'number', low, high, open }
}

export const boolean: ValueKind = { type: 'boolean' }
export const nothing: ValueKind = { type: 'null' }

/** One of the names. */
export function choice(...names: readonly string[]): ValueKind {
  return { type: 'choice', names }
}

/** Whether a value, or the text it is spelled as, is of a kind. */
export function isOfKind(value: unknown, kind: ValueKind): boolean {
  switch (kind.type) {
    case 'whole':
      return isWithin(numberIn(value), kind) && Number.isInteger(numberIn(value))
    case 'number':
      return isWithin(numberIn(value), kind) && kind.open.every(end => numberIn(value) !== kind[end])
    case 'boolean':
      return typeof value === 'boolean' || /^(?:true|false)$/i.test(textIn(value))
    case 'choice':
      return typeof value === 'string' && kind.names.includes(value.trim())
    case 'null':
      return value === null || /^(?:null|none)$/i.test(textIn(value))
  }
}

/** The kind in words, such as "a whole number from 1 to 64". */
export function kindText(kind: ValueKind): Phrase {
  switch (kind.type) {
    case 'whole':
      return phrase`a whole number from ${kind.low} to ${kind.high}`
    case 'number':
      return numberText(kind)
    case 'boolean':
      return phrase`true or false`
    case 'choice':
      return phrase`one of ${kind.names.join(', ')}`
    case 'null':
      return phrase`null`
  }
}

/** Kinds of which any will do, in words. */
export function kindsText([first, ...others]: readonly ValueKind[]): Phrase {
  if (first === undefined) return phrase`null`
  return others.reduce((text, kind) => phrase`${text} or ${kindText(kind)}`, kindText(first))
}

function numberText({ low, high, open }: Extract<ValueKind, { type: 'number' }>): Phrase {
  const above = open.includes('low')
  if (high === Infinity) return above ? phrase`a number above ${low}` : phrase`a number from ${low}`
  if (open.includes('high'))
    return above
      ? phrase`a number above ${low} to below ${high}`
      : phrase`a number from ${low} to below ${high}`
  return above ? phrase`a number above ${low} to ${high}` : phrase`a number from ${low} to ${high}`
}

function isWithin(value: number, { low, high }: { readonly low: number; readonly high: number }): boolean {
  return Number.isFinite(value) && value >= low && value <= high
}

function numberIn(value: unknown): number {
  if (typeof value === 'number') return value
  const text = textIn(value)
  return /^[+-]?(?:\d{1,15}\.?\d{0,30}|\.\d{1,30})(?:e[+-]?\d{1,4})?$/i.test(text) ? Number(text) : NaN
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 64).trim() : ''
}
