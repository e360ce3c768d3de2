import type { NumericProfile } from '../records/baseline.js'
import { encodeNumber } from './extended-number.js'
import { countNumeric, numericBins } from './numeric-bins.js'
import { KNOT_INTERVALS, KNOTS, quantileKnots } from './quantile-knots.js'

/** What is known of a numeric column beside its distribution. */
export interface ColumnSummary {
  readonly present: number
  readonly missing: number
  readonly standardDeviation: number | null
}

/** Values in [lower, upper), in the last bucket in [lower, upper]. */
export interface Bucket {
  readonly lower: number
  readonly upper: number
  readonly count: number
}

type ApproximateProfile = Omit<NumericProfile, 'name'>

const MOST_SAMPLED = 100_000
const MOST_BINS = 10

/**
 * The profile of a column from a KLL sketch (Karnin, Lang & Liberty 2016): an item of compactor h stands for 2^h values.
 * Its deciles are those of the sketch.
 */
export function profileOfSketch(
  compactors: readonly (readonly number[])[],
  summary: ColumnSummary
): ApproximateProfile {
  const ascending = sampleOf(compactors)
  const bins = numericBins(ascending)
  const encoded =
    bins.kind === 'intervals'
      ? { kind: bins.kind, edges: bins.edges.map(encodeNumber) }
      : { kind: bins.kind, values: bins.values.map(encodeNumber) }
  const counts = apportion(countNumeric(ascending, bins), summary.present)
  return assemble(summary, { bins: encoded, counts, knots: quantileKnots(ascending) })
}

/** The profile of a column from ascending buckets that hold at least one value; at most ten bins, joined from neighbours. */
export function profileOfBuckets(buckets: readonly Bucket[], summary: ColumnSummary): ApproximateProfile {
  const knots = bucketKnots(buckets)
  const first = buckets[0]?.lower ?? 0
  const last = buckets.at(-1)?.upper ?? 0
  if (first === last) {
    const bins = { kind: 'values' as const, values: [first] }
    return assemble(summary, { bins, counts: [summary.present, 0], knots })
  }
  const joined = joinBuckets(buckets)
  // The bins of a profile take their upper bound in, the buckets their lower one.
  const edges = joined.slice(1).map(({ lower }) => largestBelow(lower))
  const counts = apportion(
    joined.map(({ count }) => count),
    summary.present
  )
  return assemble(summary, { bins: { kind: 'intervals', edges }, counts, knots })
}

function assemble(
  { present, missing, standardDeviation }: ColumnSummary,
  {
    bins,
    counts,
    knots
  }: { readonly bins: NumericProfile['bins']; readonly counts: number[]; readonly knots: Float64Array }
): ApproximateProfile {
  return {
    kind: 'numeric',
    missing,
    bins,
    counts,
    quantiles: present === 0 ? [] : Array.from(knots, encodeNumber),
    standard_deviation: standardDeviation
  }
}

/** Ascending values at evenly spaced ranks of the sketch, every one where they are few. */
function sampleOf(compactors: readonly (readonly number[])[]): Float64Array {
  const items = compactors
    .flatMap((values, level) => values.map(value => ({ value, weight: 2 ** level })))
    .sort((a, b) => a.value - b.value)
  const total = items.reduce((sum, { weight }) => sum + weight, 0)
  const sample = new Float64Array(Math.min(total, MOST_SAMPLED))
  let index = 0
  let covered = items[0]?.weight ?? 0
  return sample.map((_, place) => {
    const rank = ((place + 0.5) * total) / sample.length
    while (covered < rank) covered += items[++index]?.weight ?? Infinity
    return items[index]?.value ?? Number.NaN
  })
}

function joinBuckets(buckets: readonly Bucket[]): readonly Bucket[] {
  const size = Math.ceil(buckets.length / MOST_BINS)
  return Array.from({ length: Math.ceil(buckets.length / size) }, (_, group) => {
    const members = buckets.slice(group * size, (group + 1) * size)
    const count = members.reduce((sum, member) => sum + member.count, 0)
    return { lower: members[0]?.lower ?? 0, upper: members.at(-1)?.upper ?? 0, count }
  })
}

/** Quantiles under even spread within each bucket. */
function bucketKnots(buckets: readonly Bucket[]): Float64Array {
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  const filled = buckets.filter(({ count }) => count > 0)
  let index = 0
  let before = 0
  return Float64Array.from({ length: KNOTS }, (_, k) => {
    const rank = (k / KNOT_INTERVALS) * total
    while (index < filled.length - 1 && before + (filled[index]?.count ?? 0) < rank)
      before += filled[index++]?.count ?? 0
    const { lower, upper, count } = filled[index] ?? { lower: 0, upper: 0, count: 1 }
    return lower + Math.min(1, (rank - before) / count) * (upper - lower)
  })
}

/** Whole numbers in proportion to the weights that add up to the total (largest remainders). */
function apportion(weights: readonly number[], total: number): number[] {
  const sum = weights.reduce((all, weight) => all + weight, 0)
  const exact = weights.map(weight => (sum === 0 ? 0 : (weight / sum) * total))
  const counts = exact.map(Math.floor)
  const byRemainder = exact
    .map((share, index) => ({ index, remainder: share - Math.floor(share) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  const left = total - counts.reduce((all, count) => all + count, 0)
  for (const { index } of byRemainder.slice(0, left)) counts[index] = (counts[index] ?? 0) + 1
  return counts
}

/** The largest double below a finite one. */
function largestBelow(value: number): number {
  if (value === 0) return -Number.MIN_VALUE
  const bits = new BigInt64Array(new Float64Array([value]).buffer)
  bits[0] = (bits[0] ?? 0n) + (value > 0 ? -1n : 1n)
  return new Float64Array(bits.buffer)[0] ?? value
}
