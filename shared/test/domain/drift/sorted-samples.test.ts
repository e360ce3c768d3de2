import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { kolmogorovSmirnov } from '../../../src/domain/drift/kolmogorov-smirnov.js'
import { sortedNumbers } from '../../../src/domain/drift/radix-sort.js'
import { wassersteinDistance } from '../../../src/domain/drift/wasserstein.js'
import { randomSource } from '../../../src/domain/statistics/random.js'

/** `count` values made from numbers in [0, 1). */
function sample(count: number, make: (uniform: () => number, row: number) => number): Float64Array {
  const source = randomSource(count)
  const uniform = () => source() / 2 ** 32
  return Float64Array.from({ length: count }, (_, row) => make(uniform, row))
}

/** Sorted by comparison, as the language does. */
function byComparison(values: Float64Array): Float64Array {
  return values.filter(value => !Number.isNaN(value)).sort()
}

describe('sorting many values', () => {
  const edges = [0, -0, Infinity, -Infinity, 5e-324, -5e-324, Number.MAX_VALUE, Number.NaN, 1, -1]
  const samples: [name: string, values: Float64Array][] = [
    ['of both signs', sample(20_000, uniform => uniform() - 0.5)],
    ['of all sizes', sample(20_000, uniform => (uniform() - 0.5) * 10 ** (600 * uniform() - 300))],
    ['full of ties', sample(20_000, uniform => Math.floor(10 * uniform()))],
    ['all the same', sample(20_000, () => 7)],
    ['with missing ones', sample(20_000, uniform => (uniform() < 0.3 ? Number.NaN : uniform()))],
    ['all missing', sample(20_000, () => Number.NaN)],
    ['from the edges of the format', sample(20_000, uniform => edges[Math.floor(10 * uniform())] ?? 0)],
    // These share their high words, which then order nothing.
    ['close together', sample(20_000, uniform => 1e15 + Math.floor(1e6 * uniform()))],
    ['close together below zero', sample(20_000, uniform => -1e15 - Math.floor(1e6 * uniform()))],
    ['descending within one high word', sample(20_000, (_, row) => 1 + (20_000 - row) * 2 ** -52)],
    ['times in milliseconds', sample(20_000, uniform => 1.7e12 + Math.floor(1e9 * uniform()))],
    ['few', sample(100, uniform => uniform())]
  ]
  test.each(samples)('%s', (_name, values) => {
    const before = Float64Array.from(values)
    const sorted = sortedNumbers(values)
    const expected = byComparison(values)
    expect(sorted).toHaveLength(expected.length)
    expect(sorted.findIndex((value, row) => !Object.is(value, expected[row]))).toBe(-1)
    expect(values).toEqual(before)
  })

  test('of a view into a larger buffer', () => {
    const values = sample(10_000, uniform => uniform()).subarray(3)
    expect(sortedNumbers(values)).toEqual(byComparison(values))
  })
})

/** sup |F_a − F_b| by counting at every value. */
function countedDistance(a: readonly number[], b: readonly number[]): number {
  const share = (values: readonly number[], at: number) =>
    values.filter(value => value <= at).length / values.length
  return Math.max(...[...a, ...b].map(at => Math.abs(share(a, at) - share(b, at))))
}

const ascending = (most: number) =>
  fc
    .array(fc.integer({ min: -most, max: most }), { minLength: 1, maxLength: 400 })
    .map(values => values.sort((a, b) => a - b))

describe('distances of samples longer than a step', () => {
  test.each([3, 50, 100_000])('Kolmogorov and Smirnov, values up to ±%d', most => {
    fc.assert(
      fc.property(ascending(most), ascending(most), (a, b) => {
        const { statistic } = kolmogorovSmirnov(Float64Array.from(a), Float64Array.from(b))
        expect(statistic).toBeCloseTo(countedDistance(a, b), 12)
      })
    )
  })

  test('Wasserstein: the mean distance of paired order statistics where both have as many values', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (count, seed) => {
        const source = randomSource(seed)
        const draw = () => Float64Array.from({ length: count }, () => source() % 50).sort()
        const [a, b] = [draw(), draw()]
        const mean = a.reduce((sum, value, row) => sum + Math.abs(value - (b[row] ?? 0)), 0) / count
        expect(wassersteinDistance(a, b)).toBeCloseTo(mean, 9)
      })
    )
  })

  test('Wasserstein: infinities in one sample leave it undefined', () => {
    expect(wassersteinDistance(Float64Array.of(1, 2), Float64Array.of(1, Infinity))).toBeNull()
    expect(wassersteinDistance(Float64Array.of(-Infinity, 2), Float64Array.of(1, 2))).toBeNull()
  })
})
