import type {
  BaselineProfile,
  CategoricalProfile,
  FeatureProfile,
  FeatureRole,
  NumericProfile
} from '../records/baseline.js'
import { areDistinctNumbers, categoricalBins, countCategorical } from './categorical-bins.js'
import { countCategories } from './categories.js'
import { rowsOf } from './drift-column.js'
import type { DriftColumn } from './drift-column.js'
import { encodeNumber } from './extended-number.js'
import { countNumeric, numericBins } from './numeric-bins.js'
import type { NumericBins } from './numeric-bins.js'
import { quantileKnots } from './quantile-knots.js'
import { sortedNumbers } from './radix-sort.js'
import { storedCategories } from './stored-categories.js'

/** Kinds declared in `dataset.json` or the request, by column. */
export type DeclaredKinds = ReadonlyMap<string, 'numeric' | 'categorical'>

/** A column with at most this many distinct numbers is categorical unless it is declared numeric. */
export const MOST_CATEGORIES = 20

/** What a column is to the model, by column; the others are features. */
export type ColumnRoles = ReadonlyMap<string, Exclude<FeatureRole, 'feature'>>

/** The profile of baseline columns: bins, counts and quantiles, no rows. */
export function buildProfile(
  columns: readonly DriftColumn[],
  declared: DeclaredKinds = new Map(),
  roles: ColumnRoles = new Map()
): BaselineProfile {
  const first = columns[0]
  const features = columns.map(column =>
    storedProfile(column, { declared: declared.get(column.name), role: roles.get(column.name) })
  )
  return { schema_version: 1, rows: first === undefined ? 0 : rowsOf(first), features }
}

/** The profile of one column as it is stored. */
export function storedProfile(column: DriftColumn, known: KnownOfColumn = {}): FeatureProfile {
  const { profile } = profileColumn(column, known)
  return profile.kind === 'categorical' ? storedCategories(profile) : profile
}

/** What is known about a column beside its values. */
export interface KnownOfColumn {
  readonly declared?: 'numeric' | 'categorical' | undefined
  readonly role?: FeatureRole | undefined
}

/** A baseline feature: its profile, and its ascending values where the data themselves are at hand. */
export interface BaselineFeature {
  readonly profile: FeatureProfile
  readonly rows: number
  /** With them the Kolmogorov–Smirnov test and the Wasserstein distance are exact, not from 201 quantiles. */
  readonly ascending?: Float64Array
}

/** The baseline of one column, its values at hand. */
export function profileColumn(column: DriftColumn, known: KnownOfColumn = {}): BaselineFeature {
  const { declared, role } = known
  const rows = rowsOf(column)
  const named = { name: column.name, ...(role !== undefined && role !== 'feature' && { role }) }
  const numeric =
    column.kind === 'numeric' &&
    declared !== 'categorical' &&
    (declared === 'numeric' || hasManyDistinct(column.values))
  if (!numeric) return { rows, profile: { ...named, ...profileCategories(column, known) } }
  const ascending = sortedNumbers(column.values)
  return { rows, ascending, profile: { ...named, ...profileNumbers(rows, ascending) } }
}

function hasManyDistinct(values: Float64Array): boolean {
  const distinct = new Set<number>()
  for (const value of values) {
    if (!Number.isNaN(value) && distinct.add(value).size > MOST_CATEGORIES) return true
  }
  return false
}

function profileNumbers(rows: number, ascending: Float64Array): Omit<NumericProfile, 'name'> {
  const bins = numericBins(ascending)
  return {
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
  for (const value of values) {
    const deviation = value - origin - mean
    squares += deviation * deviation
  }
  const spread = Math.sqrt(squares / (values.length - 1))
  return Number.isFinite(spread) ? spread : null
}

function profileCategories(
  column: DriftColumn,
  { declared, role = 'feature' }: KnownOfColumn
): Omit<CategoricalProfile, 'name'> {
  const counts = countCategories(column)
  // A model takes a declared category as it is spelled, so there another spelling is a change; nowhere else.
  const spelled = declared === 'categorical' && role === 'feature'
  const bins = {
    ...categoricalBins(counts),
    otherComplete: true,
    numbers: !spelled && areDistinctNumbers(counts.counts.keys())
  }
  return {
    kind: 'categorical',
    missing: counts.missing,
    values: [...bins.values],
    other_values: [...bins.otherValues],
    other_complete: true,
    ...(bins.numbers && { numbers: true }),
    counts: countCategorical(counts, bins)
  }
}
