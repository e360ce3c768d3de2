import type { BaselineFeature } from './build-profile.js'
import { compareCategories } from './compare-categories.js'
import { compareNumbers } from './compare-numbers.js'
import type { DriftColumn } from './drift-column.js'
import type { FeatureMeasurement } from './feature-measurement.js'

/** Measures a current column against its baseline; `seed` is for the permutation test of small tables. */
export function compareFeature(
  baseline: BaselineFeature,
  current: DriftColumn,
  seed: number
): FeatureMeasurement {
  const { profile } = baseline
  return profile.kind === 'numeric'
    ? compareNumbers({ ...baseline, profile }, current)
    : compareCategories({ ...baseline, profile }, current, seed)
}
