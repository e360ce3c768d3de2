import { parseNumberText } from '../text/number-text.js'
import { compareTexts } from './categories.js'
import type { CategoryCounts } from './categories.js'

/** Bins of a categorical column: one per frequent value, one for the other known values, one for values never seen. */
export interface CategoricalBins {
  readonly values: readonly string[]
  /** Baseline values without a bin of their own. */
  readonly otherValues: readonly string[]
  /** Whether `otherValues` is all of them; if not, unknown values count as other, not as unseen. */
  readonly otherComplete: boolean
  /** Unknown texts that are the same number as a known one count as that one. */
  readonly numbers: boolean
}

const SMALLEST_SHARE = 0.01
const MOST_VALUES = 50

/** The values of a baseline column by bin: a share of at least 1 % of its rows, at most 50, by share then text; and the others. */
export function categoricalBins({
  counts,
  missing
}: CategoryCounts): Pick<CategoricalBins, 'values' | 'otherValues'> {
  let rows = missing
  for (const count of counts.values()) rows += count
  const sorted = [...counts].sort(([a, many], [b, few]) => few - many || compareTexts(a, b))
  const frequent = sorted.filter(([, count]) => count >= SMALLEST_SHARE * rows).slice(0, MOST_VALUES)
  return {
    values: frequent.map(([value]) => value),
    otherValues: sorted.slice(frequent.length).map(([value]) => value)
  }
}

/** Whether all texts are numbers, and no two of them the same: then a number says which text is meant. */
export function areDistinctNumbers(texts: Iterable<string>): boolean {
  const numbers = new Set<number>()
  for (const text of texts) {
    const number = parseNumberText(text)
    if (number === undefined || numbers.has(number)) return false
    numbers.add(number)
  }
  return numbers.size > 0
}

/** Counts per bin: each value, then the other known ones, then the unseen ones (missing cells are not among them). */
export function countCategorical({ counts }: CategoryCounts, bins: CategoricalBins): number[] {
  const other = bins.values.length
  const placeOf = placesOf(bins)
  const totals = new Array<number>(other + 2).fill(0)
  for (const [value, count] of counts) {
    const place = placeOf(value) ?? (bins.otherComplete ? other + 1 : other)
    totals[place] = (totals[place] ?? 0) + count
  }
  return totals
}

/** Finds the bin of a known value: by its text, else by its number where the values are numbers. */
function placesOf({ values, otherValues, numbers }: CategoricalBins): (value: string) => number | undefined {
  const places = new Map(values.map((value, index) => [value, index]))
  for (const value of otherValues) places.set(value, values.length)
  if (!numbers) return value => places.get(value)
  const byNumber = new Map([...places].map(([value, place]) => [parseNumberText(value), place]))
  return value => places.get(value) ?? byNumber.get(parseNumberText(value) ?? Number.NaN)
}
