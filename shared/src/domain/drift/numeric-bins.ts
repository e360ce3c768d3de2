import { quantileAt } from './quantile-knots.js'

/** Intervals (−∞, e1], (e1, e2], …, (e_last, +∞). */
export interface IntervalBins {
  readonly kind: 'intervals'
  readonly edges: readonly number[]
}

/** One bin per value, and one for all other values. */
export interface ValueBins {
  readonly kind: 'values'
  readonly values: readonly number[]
}

export type NumericBins = IntervalBins | ValueBins

const DECILES = 10
const FEWEST_BINS = 3
const MOST_VALUES = 50

/**
 * The bins of a numeric baseline column from its ascending values: deciles without duplicates; where fewer than three
 * bins are left, one bin per distinct value, the 50 most frequent ones (by frequency, then by value).
 */
export function numericBins(ascending: Float64Array): NumericBins {
  const edges = new Set<number>()
  for (let k = 1; k < DECILES && ascending.length > 0; k++) edges.add(quantileAt(ascending, k, DECILES))
  if (edges.size + 1 >= FEWEST_BINS) return { kind: 'intervals', edges: [...edges] }
  const frequent = distinctCounts(ascending).sort((a, b) => b.count - a.count || a.value - b.value)
  const values = frequent.slice(0, MOST_VALUES).map(({ value }) => value)
  return { kind: 'values', values: values.sort((a, b) => a - b) }
}

/** How many of the ascending values fall into each bin; for value bins the last count is that of all other values. */
export function countNumeric(ascending: Float64Array, bins: NumericBins): number[] {
  if (bins.kind === 'values') {
    const counts = bins.values.map(value => upperBound(ascending, value) - lowerBound(ascending, value))
    return [...counts, ascending.length - counts.reduce((sum, count) => sum + count, 0)]
  }
  const ends = [...bins.edges.map(edge => upperBound(ascending, edge)), ascending.length]
  return ends.map((end, index) => end - (ends[index - 1] ?? 0))
}

interface DistinctValue {
  readonly value: number
  readonly count: number
}

function distinctCounts(ascending: Float64Array): DistinctValue[] {
  const distinct: DistinctValue[] = []
  for (let start = 0; start < ascending.length;) {
    const value = ascending[start] ?? 0
    const end = upperBound(ascending, value)
    distinct.push({ value, count: end - start })
    start = end
  }
  return distinct
}

/** How many of the ascending values are ≤ `value`. */
export function upperBound(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0) > value) high = middle
    else low = middle + 1
  }
  return low
}

/** How many of the ascending values are < `value`. */
export function lowerBound(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] ?? 0) >= value) high = middle
    else low = middle + 1
  }
  return low
}
