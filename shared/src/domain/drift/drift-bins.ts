import type { CategoricalProfile, NumericProfile } from '../records/baseline.js'
import { decodeNumber } from './extended-number.js'
import type { BinCounts } from './population-stability.js'

/** What falls into a bin. Intervals are (lower, upper], null for no bound; `other` holds the rare values of the baseline. */
export type BinRange =
  | { readonly kind: 'interval'; readonly lower: number | null; readonly upper: number | null }
  | { readonly kind: 'value'; readonly value: number }
  | { readonly kind: 'category'; readonly value: string }
  | { readonly kind: 'other' }
  | { readonly kind: 'unseen' }
  | { readonly kind: 'missing' }

/** A bin of the population stability index with its shares of all rows of each side. */
export interface DriftBin {
  readonly bin: BinRange
  readonly baseline: number
  readonly current: number
}

/** The bins of a feature, the one of missing cells last, with the counts that the index is computed from. */
export function driftBins(profile: NumericProfile | CategoricalProfile, counts: BinCounts): DriftBin[] {
  const ranges = profile.kind === 'numeric' ? numericRanges(profile) : categoricalRanges(profile)
  const baseline = sharesOf(counts.baseline)
  const current = sharesOf(counts.current)
  return [...ranges, { kind: 'missing' as const }].map((bin, index) => ({
    bin,
    baseline: baseline[index] ?? 0,
    current: current[index] ?? 0
  }))
}

function numericRanges({ bins }: NumericProfile): BinRange[] {
  if (bins.kind === 'values') {
    return [
      ...bins.values.map(value => ({ kind: 'value' as const, value: decodeNumber(value) })),
      { kind: 'other' }
    ]
  }
  const edges = bins.edges.map(decodeNumber)
  return [...edges, null].map((upper, index) => ({
    kind: 'interval',
    lower: edges[index - 1] ?? null,
    upper
  }))
}

function categoricalRanges({ values }: CategoricalProfile): BinRange[] {
  return [
    ...values.map(value => ({ kind: 'category' as const, value })),
    { kind: 'other' },
    { kind: 'unseen' }
  ]
}

function sharesOf(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map(count => (total === 0 ? 0 : count / total))
}
