/** A metric's value, or null with the reason why it has none. `note` says what a reader should know about the value. */
export type Measurement =
  { readonly value: number; readonly note?: string } | { readonly value: null; readonly reason: string }

/** A metric without a value. */
export function unmeasurable(reason: string): Measurement {
  return { value: null, reason }
}

/** A metric with a value; a value that is not finite is undefined. */
export function measured(value: number, note?: string): Measurement {
  if (!Number.isFinite(value)) return unmeasurable('the result is not a finite number')
  return note === undefined ? { value } : { value, note }
}

/** A quotient, undefined for the given reason when the denominator is zero. */
export function quotient(numerator: number, denominator: number, reason: string): Measurement {
  return denominator === 0 ? unmeasurable(reason) : measured(numerator / denominator)
}
