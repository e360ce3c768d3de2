import type { NumericProfile } from '../records/baseline.js'
import { parseNumberText } from '../text/number-text.js'
import { binMeasures, missingRates } from './bin-measures.js'
import type { BaselineFeature } from './build-profile.js'
import type { DriftColumn } from './drift-column.js'
import { decodeNumber } from './extended-number.js'
import type { FeatureMeasurement } from './feature-measurement.js'
import { countNumeric } from './numeric-bins.js'
import type { NumericBins } from './numeric-bins.js'
import { numericDistances } from './numeric-distances.js'
import { sortedNumbers } from './radix-sort.js'

/** Measures a column as numbers. */
export function compareNumbers(
  { profile, rows, ascending }: BaselineFeature & { readonly profile: NumericProfile },
  column: DriftColumn
): FeatureMeasurement {
  const { values, type_changed } = numbersOf(column)
  const current = sortedNumbers(values)
  const missing = values.length - current.length
  const counts = {
    baseline: [...profile.counts, profile.missing],
    current: [...countNumeric(current, decodeBins(profile)), missing]
  }
  return {
    ...binMeasures(profile, counts),
    ...numericDistances(profile, ascending, { current, count: rows - profile.missing }),
    missing_rate: missingRates(profile.missing / rows, missing / values.length),
    type_changed
  }
}

function decodeBins({ bins }: NumericProfile): NumericBins {
  return bins.kind === 'intervals'
    ? { kind: 'intervals', edges: bins.edges.map(decodeNumber) }
    : { kind: 'values', values: bins.values.map(decodeNumber) }
}

function numbersOf(column: DriftColumn): { readonly values: Float64Array; readonly type_changed: boolean } {
  if (column.kind === 'numeric') return { values: column.values, type_changed: false }
  const parsed = column.dictionary.map(parseNumberText)
  const values = Float64Array.from(column.codes, code => parsed[code] ?? Number.NaN)
  const type_changed = column.codes.some(code => code >= 0 && parsed[code] === undefined)
  return { values, type_changed }
}
