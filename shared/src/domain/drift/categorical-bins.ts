import { compareTexts } from './categories.js'
import type { CategoryCounts } from './categories.js'

/** Bins of a categorical column: one per frequent value, one for the other known values, one for values never seen. */
export interface CategoricalBins {
  readonly values: readonly string[]
  /** Baseline values without a bin of their own, as many as are remembered. */
  readonly otherValues: readonly string[]
  /** Whether `otherValues` is all of them; if not, unknown values count as other, not as unseen. */
  readonly otherComplete: boolean
}

const SMALLEST_SHARE = 0.01
const MOST_VALUES = 50
const MOST_REMEMBERED = 1000

/** The bins of a baseline column: values with a share of at least 1 % of its rows, at most 50, by share then text. */
export function categoricalBins({ counts, missing }: CategoryCounts): CategoricalBins {
  let rows = missing
  for (const count of counts.values()) rows += count
  const sorted = [...counts].sort(([a, many], [b, few]) => few - many || compareTexts(a, b))
  const frequent = sorted.filter(([, count]) => count >= SMALLEST_SHARE * rows).slice(0, MOST_VALUES)
  const others = sorted.slice(frequent.length).map(([value]) => value)
  return {
    values: frequent.map(([value]) => value),
    otherValues: others.slice(0, MOST_REMEMBERED),
    otherComplete: others.length <= MOST_REMEMBERED
  }
}

/** Counts per bin: each value, then the other known ones, then the unseen ones (missing cells are not among them). */
export function countCategorical({ counts }: CategoryCounts, bins: CategoricalBins): number[] {
  const places = new Map(bins.values.map((value, index) => [value, index]))
  const other = bins.values.length
  for (const value of bins.otherValues) places.set(value, other)
  const totals = new Array<number>(other + 2).fill(0)
  for (const [value, count] of counts) {
    const place = places.get(value) ?? (bins.otherComplete ? other + 1 : other)
    totals[place] = (totals[place] ?? 0) + count
  }
  return totals
}
