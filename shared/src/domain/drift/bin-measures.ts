import type { CategoricalProfile, NumericProfile } from '../records/baseline.js'
import { driftBins } from './drift-bins.js'
import type { FeatureMeasurement } from './feature-measurement.js'
import {
  criticalStabilityIndex,
  jensenShannonDistance,
  populationStabilityIndex
} from './population-stability.js'
import type { BinCounts } from './population-stability.js'

type BinMeasures = Pick<
  FeatureMeasurement,
  'name' | 'role' | 'kind' | 'bins' | 'psi' | 'psi_critical' | 'jensen_shannon'
>

/** What is measured over the bins of a feature, of numbers and categories alike. */
export function binMeasures(profile: NumericProfile | CategoricalProfile, counts: BinCounts): BinMeasures {
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

/** Shares of missing values; of a side without rows 0. */
export function missingRates(baseline: number, current: number): FeatureMeasurement['missing_rate'] {
  return { baseline: Number.isNaN(baseline) ? 0 : baseline, current: Number.isNaN(current) ? 0 : current }
}
