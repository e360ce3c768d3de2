const SMALL = 4096
const DIGIT_BITS = 16
const BUCKETS = 2 ** DIGIT_BITS
const DIGIT = BUCKETS - 1
const SIGN_BIT = 1 << 31
/** Steps per value that putting values right by hand may take before the low words are sorted, too. */
const REPAIR_STEPS = 4

/** The values without NaN, ascending; −∞ first, +∞ last. The input is left alone. */
export function sortedNumbers(values: Float64Array): Float64Array {
  return values.length < SMALL ? values.filter(value => !Number.isNaN(value)).sort() : radixSort(values)
}

/** A word of a double: the low half of its bits (0), or the high one (1) with sign and exponent. */
type Word = 0 | 1

/**
 * Sorts by the high words of the doubles, which leaves few values out of order in most columns, and puts those right;
 * where there are many of them, by the low words and by the high words again.
 */
function radixSort(values: Float64Array): Float64Array {
  const sorted = sortByWord(values, 1)
  return repair(sorted) ? sorted : sortByWord(sortByWord(sorted, 0), 1)
}

/**
 * A copy without NaN, ordered by one word, least significant digit first; values with the same word keep their order.
 * Words order like the doubles once those of negative numbers are inverted and positive ones get the sign bit.
 */
function sortByWord(values: Float64Array, word: Word): Float64Array {
  const { low, high, count } = countDigits(values, word)
  const once = new Float64Array(count)
  scatter(values, once, { word, shift: 0, places: toStarts(low) })
  const twice = new Float64Array(count)
  scatter(once, twice, { word, shift: DIGIT_BITS, places: toStarts(high) })
  return twice
}

/** How many values have which low and which high digit in a word, and how many values there are. */
function countDigits(values: Float64Array, word: Word) {
  const words = new Int32Array(values.buffer, values.byteOffset, 2 * values.length)
  const signBit = word === 1 ? SIGN_BIT : 0
  const low = new Uint32Array(BUCKETS)
  const high = new Uint32Array(BUCKETS)
  let count = 0
  for (let row = 0; row < values.length; row++) {
    if (Number.isNaN(values[row] ?? 0)) continue
    const key = (words[2 * row + word] ?? 0) ^ (((words[2 * row + 1] ?? 0) >> 31) | signBit)
    low[key & DIGIT] = (low[key & DIGIT] ?? 0) + 1
    high[key >>> DIGIT_BITS] = (high[key >>> DIGIT_BITS] ?? 0) + 1
    count++
  }
  return { low, high, count }
}

interface Scattering {
  readonly word: Word
  readonly shift: 0 | typeof DIGIT_BITS
  /** Where the next value with each digit goes. */
  readonly places: Uint32Array
}

function scatter(from: Float64Array, to: Float64Array, { word, shift, places }: Scattering): void {
  const words = new Int32Array(from.buffer, from.byteOffset, 2 * from.length)
  const signBit = word === 1 ? SIGN_BIT : 0
  for (let row = 0; row < from.length; row++) {
    const value = from[row] ?? 0
    if (Number.isNaN(value)) continue
    const key = (words[2 * row + word] ?? 0) ^ (((words[2 * row + 1] ?? 0) >> 31) | signBit)
    const digit = (key >>> shift) & DIGIT
    const place = places[digit] ?? 0
    places[digit] = place + 1
    to[place] = value
  }
}

/** Turns the sizes of the buckets into their first places. */
function toStarts(places: Uint32Array): Uint32Array {
  let place = 0
  for (let digit = 0; digit < BUCKETS; digit++) {
    const size = places[digit] ?? 0
    places[digit] = place
    place += size
  }
  return places
}

/** Insertion sort for values that are nearly in order; gives up, false, when they are not. */
function repair(values: Float64Array): boolean {
  let left = REPAIR_STEPS * values.length
  for (let next = 1; next < values.length; next++) {
    const value = values[next] ?? 0
    let place = next
    while (place > 0 && (values[place - 1] ?? 0) > value) {
      values[place] = values[place - 1] ?? 0
      place--
    }
    values[place] = value
    left -= next - place
    if (left < 0) return false
  }
  return true
}
