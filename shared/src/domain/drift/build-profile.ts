import type {
  BaselineProfile,
  CategoricalProfile,
  FeatureProfile,
  NumericProfile
} from '../records/baseline.js'
import { categoricalBins, countCategorical } from './categorical-bins.js'
import { countCategories } from './categories.js'
import { rowsOf } from './drift-column.js'
import type { DriftColumn } from './drift-column.js'
import { encodeNumber } from './extended-number.js'
import { countNumeric, numericBins } from './numeric-bins.js'
import type { NumericBins } from './numeric-bins.js'
import { quantileKnots } from './quantile-knots.js'
import { sortedNumbers } from './radix-sort.js'

/** Kinds declared in `dataset.json` or the request, by column. */
export type DeclaredKinds = ReadonlyMap<string, 'numeric' | 'categorical'>

/** A column with at most this many distinct numbers is categorical unless it is declared numeric. */
export const MOST_CATEGORIES = 20

/** The profile of baseline columns: bins, counts and quantiles, no rows. */
export function buildProfile(
  columns: readonly DriftColumn[],
  declared: DeclaredKinds = new Map()
): BaselineProfile {
  const first = columns[0]
  const rows = first === undefined ? 0 : rowsOf(first)
  const features = columns.map(column => profileColumn(column, declared.get(column.name)).profile)
  return { schema_version: 1, rows, features }
}

/** A baseline feature: its profile, and its ascending values where the data themselves are at hand. */
export interface BaselineFeature {
  readonly profile: FeatureProfile
  readonly rows: number
  /** With them the Kolmogorov–Smirnov test and the Wasserstein distance are exact, not from 201 quantiles. */
  readonly ascending?: Float64Array
}

/** The baseline of one column, its values at hand. */
export function profileColumn(column: DriftColumn, declared?: 'numeric' | 'categorical'): BaselineFeature {
  const rows = rowsOf(column)
  const numeric =
    column.kind === 'numeric' &&
    declared !== 'categorical' &&
    (declared === 'numeric' || hasManyDistinct(column.values))
  if (!numeric) return { rows, profile: profileCategories(column) }
  const ascending = sortedNumbers(column.values)
  return { rows, ascending, profile: profileNumbers(column.name, rows, ascending) }
}

function hasManyDistinct(values: Float64Array): boolean {
  const distinct = new Set<number>()
  for (const value of values) {
    if (!Number.isNaN(value) && distinct.add(value).size > MOST_CATEGORIES) return true
  }
  return false
}

function profileNumbers(name: string, rows: number, ascending: Float64Array): NumericProfile {
  const bins = numericBins(ascending)
  return {
    name,
    kind: 'numeric',
    missing: rows - ascending.length,
    bins: encodeBins(bins),
    counts: countNumeric(ascending, bins),
    quantiles: Array.from(quantileKnots(ascending), encodeNumber),
    standard_deviation: standardDeviationOf(ascending)
  }
}

function encodeBins(bins: NumericBins): NumericProfile['bins'] {
  return bins.kind === 'intervals'
    ? { kind: 'intervals', edges: bins.edges.map(encodeNumber) }
    : { kind: 'values', values: bins.values.map(encodeNumber) }
}

/** Two passes over the deviations from the first value, so that a large offset costs no digits. */
function standardDeviationOf(values: Float64Array): number | null {
  if (values.length < 2) return null
  const origin = values[0] ?? 0
  let sum = 0
  for (const value of values) sum += value - origin
  const mean = sum / values.length
  let squares = 0
  for (const value of values) squares += (value - origin - mean) ** 2
  const deviation = Math.sqrt(squares / (values.length - 1))
  return Number.isFinite(deviation) ? deviation : null
}

function profileCategories(column: DriftColumn): CategoricalProfile {
  const counts = countCategories(column)
  const bins = categoricalBins(counts)
  return {
    name: column.name,
    kind: 'categorical',
    missing: counts.missing,
    values: [...bins.values],
    other_values: [...bins.otherValues],
    other_complete: bins.otherComplete,
    counts: countCategorical(counts, bins)
  }
}
