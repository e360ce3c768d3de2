const { floor, imul } = Math

/** A source of 32-bit unsigned integers. */
export type RandomSource = () => number

/**
 * xoshiro128** (Blackman & Vigna, ACM Transactions on Mathematical Software 47, 2021), its state filled from the seed by
 * SplitMix32: the same seed gives the same sequence everywhere.
 */
export function randomSource(seed: number): RandomSource {
  const next = splitMix32(seed)
  let [a, b, c, d] = [next(), next(), next(), next()]
  return () => {
    const result = imul(rotateLeft(imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotateLeft(d, 11)
    return result
  }
}

/** An integer in [0, bound), bound ≤ 2³¹; the bias is below bound / 2³². */
export function randomBelow(source: RandomSource, bound: number): number {
  return floor((source() / 0x1_0000_0000) * bound)
}

function splitMix32(seed: number): RandomSource {
  let state = seed | 0
  return () => {
    state = (state + 0x9e3779b9) | 0
    let mixed = state
    mixed = imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
    mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return (mixed ^ (mixed >>> 16)) >>> 0
  }
}

function rotateLeft(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits))
}
