import type { CategoricalProfile, FeatureRole, NumericProfile } from '../records/baseline.js'
import { parseNumberText } from '../text/number-text.js'
import type { BaselineFeature } from './build-profile.js'
import { countCategorical } from './categorical-bins.js'
import { countCategories } from './categories.js'
import { contingencyTest } from './contingency.js'
import type { ChiSquareTest } from './contingency.js'
import { rowsOf } from './drift-column.js'
import type { DriftColumn } from './drift-column.js'
import { driftBins } from './drift-bins.js'
import type { DriftBin } from './drift-bins.js'
import { decodeNumber } from './extended-number.js'
import { kolmogorovSmirnov, kolmogorovSmirnovFromKnots } from './kolmogorov-smirnov.js'
import type { KolmogorovSmirnov } from './kolmogorov-smirnov.js'
import { countNumeric } from './numeric-bins.js'
import type { NumericBins } from './numeric-bins.js'
import {
  criticalStabilityIndex,
  jensenShannonDistance,
  populationStabilityIndex
} from './population-stability.js'
import type { BinCounts } from './population-stability.js'
import { KNOT_INTERVALS, quantileAt } from './quantile-knots.js'
import { sortedNumbers } from './radix-sort.js'
import { normalizedDistance, wassersteinDistance } from './wasserstein.js'

/** What was measured for one feature; the severity is decided over all of them together. */
export interface FeatureMeasurement {
  readonly name: string
  readonly role: FeatureRole
  readonly kind: 'numeric' | 'categorical'
  readonly psi: number
  readonly psi_critical: number
  readonly ks?: KolmogorovSmirnov
  readonly chi_square?: ChiSquareTest
  readonly wasserstein_normalized?: number | null
  readonly jensen_shannon: number
  readonly missing_rate: { readonly baseline: number; readonly current: number }
  /** The baseline is numeric, and current data hold texts there; they are counted as missing. */
  readonly type_changed: boolean
  /** Both distributions, over the bins of the index. */
  readonly bins: readonly DriftBin[]
  /** Of numeric features with values on both sides. */
  readonly quantiles?: { readonly baseline: Quantiles; readonly current: Quantiles }
}

/** Quantiles of the values that are not missing (Hyndman & Fan type 7), infinities included. */
export interface Quantiles {
  readonly p5: number
  readonly p50: number
  readonly p95: number
}

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

function compareCategories(
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
    missing_rate: rates(profile.missing / rows, categories.missing / rowsOf(current)),
    type_changed: false
  }
}

function compareNumbers(
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
    ...distances(profile, ascending, { current, count: rows - profile.missing }),
    missing_rate: rates(profile.missing / rows, missing / values.length),
    type_changed
  }
}

function binMeasures(profile: NumericProfile | CategoricalProfile, counts: BinCounts) {
  return {
    name: profile.name,
    role: profile.role ?? 'feature',
    kind: profile.kind,
    bins: driftBins(profile, counts),
    psi: populationStabilityIndex(counts),
    psi_critical: criticalStabilityIndex(counts),
    jensen_shannon: jensenShannonDistance(counts)
  }
}

function distances(
  profile: NumericProfile,
  ascending: Float64Array | undefined,
  { current, count }: { readonly current: Float64Array; readonly count: number }
): Pick<FeatureMeasurement, 'ks' | 'wasserstein_normalized' | 'quantiles'> {
  if (count === 0 || current.length === 0) return { wasserstein_normalized: null }
  const knots = Float64Array.from(profile.quantiles, decodeNumber)
  const ks =
    ascending === undefined
      ? kolmogorovSmirnovFromKnots(knots, count, current)
      : kolmogorovSmirnov(ascending, current)
  const distance =
    ascending === undefined ? knotDistance(knots, current) : wassersteinDistance(ascending, current)
  return {
    ks,
    wasserstein_normalized: normalizedDistance(distance, spreadOf(profile, knots)),
    quantiles: {
      baseline: quantilesFrom(k => knots[k] ?? Number.NaN),
      current: quantilesFrom(k => quantileAt(current, k, KNOT_INTERVALS))
    }
  }
}

function quantilesFrom(knot: (k: number) => number): Quantiles {
  const at = (share: number) => knot(Math.round(share * KNOT_INTERVALS))
  return { p5: at(0.05), p50: at(0.5), p95: at(0.95) }
}

/** ∫ |Q_b − Q_c| over the quantile functions, by trapezoids between the knots. */
function knotDistance(knots: Float64Array, current: Float64Array): number | null {
  const gaps = knots.map((knot, k) => {
    const quantile = quantileAt(current, k, KNOT_INTERVALS)
    return quantile === knot ? 0 : Math.abs(quantile - knot)
  })
  const ends = ((gaps[0] ?? 0) + (gaps[KNOT_INTERVALS] ?? 0)) / 2
  const distance = (gaps.reduce((sum, gap) => sum + gap, 0) - ends) / KNOT_INTERVALS
  return Number.isFinite(distance) ? distance : null
}

function spreadOf(profile: NumericProfile, knots: Float64Array) {
  const between = (low: number, high: number) => {
    const width = (knots[high] ?? Number.NaN) - (knots[low] ?? Number.NaN)
    return Number.isFinite(width) ? width : null
  }
  return {
    standard_deviation: profile.standard_deviation,
    interquartile_range: between(KNOT_INTERVALS / 4, (3 * KNOT_INTERVALS) / 4),
    range: between(0, KNOT_INTERVALS)
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

function rates(baseline: number, current: number) {
  return { baseline: Number.isNaN(baseline) ? 0 : baseline, current: Number.isNaN(current) ? 0 : current }
}
