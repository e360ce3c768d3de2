import { CARRIAGE_RETURN, COMMA, LINE_FEED } from './bytes.js'

const POWERS = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`))
const MINUS = 45
const POINT = 46
const EXACT_DIGITS = 15
const FIFTEEN_DIGITS = 1e14
const SPLITTER = 2 ** 27 + 1
/** Far above the error of the correction term (2^-50 of it), far below what rounding leaves undecided. */
const CORRECTION_ERROR = 2 ** -48

/**
 * Reads plain decimal fields (`-12.5`, at most 19 significant digits, no exponent) straight from bytes, correctly
 * rounded, and leaves everything else to the caller.
 *
 * Up to 15 digits: integer and power of ten are exact doubles, so one division rounds once (Clinger 1990).
 * 16 to 19 digits: the quotient is computed as a double plus a correction, and accepted only where the
 * correction's error bound cannot change the rounding.
 */
export class DecimalReader {
  /** Position of the delimiter after the field, or −1 when the field was not read. */
  end = -1

  /** The number at `start` (NaN for an empty field); valid only when `end` is not −1. */
  read(bytes: Uint8Array, start: number): number {
    this.end = -1
    let position = start
    let byte = bytes[position] ?? 0
    if (byte === COMMA || byte === LINE_FEED) {
      this.end = position
      return Number.NaN
    }
    const negative = byte === MINUS
    if (negative) byte = bytes[++position] ?? 0
    const digitsStart = position
    let high = 0
    let point = -1
    for (;;) {
      const digit = byte - 48
      if (digit >= 0 && digit <= 9) high = high * 10 + digit
      else if (byte === POINT && point < 0) point = position
      else break
      byte = bytes[++position] ?? 0
    }
    if (byte !== COMMA && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) return 0
    const decimals = point < 0 ? 0 : position - point - 1
    const digits = position - digitsStart - (point < 0 ? 0 : 1)
    if (digits === 0) return 0
    const magnitude =
      digits <= EXACT_DIGITS ? high / (POWERS[decimals] ?? 1) : longDecimal(bytes, digitsStart, decimals)
    if (Number.isNaN(magnitude)) return 0
    this.end = position
    return negative ? -magnitude : magnitude
  }
}

/** The number of the digits from `start` on, a point among them, or NaN where that cannot be certified. */
function longDecimal(bytes: Uint8Array, start: number, decimals: number): number {
  let high = 0
  let low = 0
  let lowDigits = 0
  for (let position = start; ; position++) {
    const byte = bytes[position] ?? 0
    const digit = byte - 48
    if (byte === POINT) continue
    if (!(digit >= 0 && digit <= 9)) break
    if (high < FIFTEEN_DIGITS) high = high * 10 + digit
    else {
      low = low * 10 + digit
      lowDigits++
    }
  }
  if (decimals > 22 || lowDigits > 4) return Number.NaN
  return lowDigits === 0 ? high / (POWERS[decimals] ?? 1) : divideLong(high, low, lowDigits, decimals)
}

/** (high·10^lowDigits + low) / 10^decimals correctly rounded, or NaN where that cannot be certified. */
function divideLong(high: number, low: number, lowDigits: number, decimals: number): number {
  const scale = POWERS[lowDigits] ?? 1
  const product = high * scale
  const rest = productError(high, scale, product) + low
  const head = product + rest
  const tail = rest - (head - product)
  if (decimals === 0) return head
  const divisor = POWERS[decimals] ?? 1
  const quotient = head / divisor
  const back = quotient * divisor
  const correction = (head - back - productError(quotient, divisor, back) + tail) / divisor
  const slack = Math.abs(correction) * CORRECTION_ERROR
  const rounded = quotient + (correction - slack)
  return rounded === quotient + (correction + slack) ? rounded : Number.NaN
}

/** The exact error a·b − fl(a·b) (Dekker 1971). */
function productError(a: number, b: number, product: number): number {
  const aBig = SPLITTER * a
  const aHigh = aBig - (aBig - a)
  const aLow = a - aHigh
  const bBig = SPLITTER * b
  const bHigh = bBig - (bBig - b)
  const bLow = b - bHigh
  return aHigh * bHigh - product + aHigh * bLow + aLow * bHigh + aLow * bLow
}
