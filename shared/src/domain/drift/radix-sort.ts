const SMALL = 4096
const BUCKETS = 65_536

/** The values without NaN, ascending; −∞ first, +∞ last. The input is left alone. */
export function sortedNumbers(values: Float64Array): Float64Array {
  const present = withoutMissing(values)
  return present.length < SMALL ? present.sort() : radixSort(present)
}

function withoutMissing(values: Float64Array): Float64Array {
  const present = new Float64Array(values.length)
  let count = 0
  for (const value of values) {
    if (!Number.isNaN(value)) present[count++] = value
  }
  return present.subarray(0, count)
}

/**
 * Sorts in place by four passes over 16 bits each (least significant digit first). The bits of doubles order like
 * unsigned integers once negative numbers are inverted and positive ones get the sign bit.
 */
function radixSort(values: Float64Array): Float64Array {
  const count = values.length
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * count)
  let from = new Uint32Array(2 * count)
  let to = new Uint32Array(2 * count)
  toKeys(words, from)
  for (let pass = 0; pass < 4; pass++) {
    if (scatter(from, to, pass)) [from, to] = [to, from]
  }
  fromKeys(from, words)
  return values
}

/** Moves the pairs of `from` into `to` ordered by one 16-bit digit; false when all share the digit. */
function scatter(from: Uint32Array, to: Uint32Array, pass: number): boolean {
  const word = pass >> 1
  const shift = (pass & 1) * 16
  const places = new Uint32Array(BUCKETS)
  for (let index = word; index < from.length; index += 2) {
    const digit = ((from[index] ?? 0) >>> shift) & 0xffff
    places[digit] = (places[digit] ?? 0) + 1
  }
  if (places.includes(from.length / 2)) return false
  let place = 0
  for (let digit = 0; digit < BUCKETS; digit++) {
    const size = places[digit] ?? 0
    places[digit] = place
    place += size
  }
  for (let index = 0; index < from.length; index += 2) {
    const digit = ((from[index + word] ?? 0) >>> shift) & 0xffff
    const target = places[digit] ?? 0
    places[digit] = target + 1
    to[2 * target] = from[index] ?? 0
    to[2 * target + 1] = from[index + 1] ?? 0
  }
  return true
}

function toKeys(words: Uint32Array, keys: Uint32Array): void {
  for (let index = 0; index < words.length; index += 2) {
    const low = words[index] ?? 0
    const high = words[index + 1] ?? 0
    const negative = high >>> 31 === 1
    keys[index] = negative ? ~low : low
    keys[index + 1] = negative ? ~high : high | 0x80000000
  }
}

function fromKeys(keys: Uint32Array, words: Uint32Array): void {
  for (let index = 0; index < words.length; index += 2) {
    const low = keys[index] ?? 0
    const high = keys[index + 1] ?? 0
    const positive = high >>> 31 === 1
    words[index] = positive ? low : ~low
    words[index + 1] = positive ? high & 0x7fffffff : ~high
  }
}
