import type { ExtendedNumber } from '../records/baseline.js'

/** A number as JSON can hold it. */
export function encodeNumber(value: number): ExtendedNumber {
  if (value === Infinity) return 'inf'
  return value === -Infinity ? '-inf' : value
}

/** The number an encoded one stands for. */
export function decodeNumber(encoded: ExtendedNumber): number {
  if (encoded === 'inf') return Infinity
  return encoded === '-inf' ? -Infinity : encoded
}
