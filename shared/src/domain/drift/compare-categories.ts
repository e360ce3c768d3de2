import type { CategoricalProfile } from '../records/baseline.js'
import { binMeasures, missingRates } from './bin-measures.js'
import type { BaselineFeature } from './build-profile.js'
import { countCategorical } from './categorical-bins.js'
import { countCategories } from './categories.js'
import { contingencyTest } from './contingency.js'
import { rowsOf } from './drift-column.js'
import type { DriftColumn } from './drift-column.js'
import type { FeatureMeasurement } from './feature-measurement.js'

/** Measures a column as categories; `seed` is for the permutation test of small tables. */
export function compareCategories(
  { profile, rows }: BaselineFeature & { readonly profile: CategoricalProfile },
  current: DriftColumn,
  seed: number
): FeatureMeasurement {
  const categories = countCategories(current)
  const bins = {
    values: profile.values,
    otherValues: profile.other_values,
    otherComplete: profile.other_complete,
    numbers: profile.numbers ?? false
  }
  const counts = {
    baseline: [...profile.counts, profile.missing],
    current: [...countCategorical(categories, bins), categories.missing]
  }
  return {
    ...binMeasures(profile, counts),
    chi_square: contingencyTest(counts, profile.values.length, seed),
    missing_rate: missingRates(profile.missing / rows, categories.missing / rowsOf(current)),
    type_changed: false
  }
}
