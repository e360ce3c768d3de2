import { chiSquareQuantile } from '../statistics/chi-square.js'
import type { FeatureDrift } from './compare.js'

/** Rows of both sides. */
export interface RowCounts {
  readonly baseline: number
  readonly current: number
}

/** What a feature must pass to be judged. */
export interface JudgingLimits {
  readonly rows: RowCounts
  readonly minRows: number
  /** Population stability index of the level `warn`. */
  readonly warn: number
}

const CONFIDENCE = 0.95
/** Beyond so many times the balanced number of rows it is the baseline that is too small. */
const LARGEST_IMBALANCE = 10

/**
 * About how many rows a verdict takes: the fewest with which half of the features can be judged, as χ²₀.₉₅(B − 1) ·
 * (1/N_b + 1/N_c) < warn says. Only the current side grows unless the baseline is too small; null without features.
 */
export function rowsForVerdict(
  features: readonly Pick<FeatureDrift, 'bins'>[],
  limits: JudgingLimits
): RowCounts | null {
  const needs = features
    .map(feature => rowsFor(feature, limits))
    .sort((a, b) => a.baseline - b.baseline || a.current - b.current)
  return needs[Math.ceil(needs.length / 2) - 1] ?? null
}

function rowsFor({ bins }: Pick<FeatureDrift, 'bins'>, { rows, minRows, warn }: JudgingLimits): RowCounts {
  const filled = bins.filter(({ baseline, current }) => baseline > 0 || current > 0).length
  const quantile = filled < 2 ? 0 : chiSquareQuantile(CONFIDENCE, filled - 1)
  const balanced = atLeast((2 * quantile) / warn, minRows)
  const room = warn / quantile - 1 / rows.baseline
  const current = atLeast(room > 0 ? 1 / room : Infinity, minRows)
  return rows.baseline >= minRows && current <= LARGEST_IMBALANCE * balanced
    ? { baseline: rows.baseline, current: Math.max(current, minRows) }
    : { baseline: Math.max(rows.baseline, balanced), current: Math.max(rows.current, balanced) }
}

/** The first whole number above `bound`, and at least `minRows`. */
function atLeast(bound: number, minRows: number): number {
  return Math.max(Math.floor(bound) + 1, minRows, 1)
}
