import type { NumericProfile } from '../records/baseline.js'
import { decodeNumber } from './extended-number.js'
import type { FeatureMeasurement, Quantiles } from './feature-measurement.js'
import { kolmogorovSmirnov, kolmogorovSmirnovFromKnots } from './kolmogorov-smirnov.js'
import { KNOT_INTERVALS, quantileAt } from './quantile-knots.js'
import { normalizedDistance, wassersteinDistance } from './wasserstein.js'

/**
 * Distances between two samples of numbers, and their quantiles; `count` is that of the baseline's numbers, which are known
 * by their quantiles alone where `ascending` is undefined.
 */
export function numericDistances(
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
