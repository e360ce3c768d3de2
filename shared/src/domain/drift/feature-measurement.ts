import type { FeatureRole } from '../records/baseline.js'
import type { ChiSquareTest } from './contingency.js'
import type { DriftBin } from './drift-bins.js'
import type { KolmogorovSmirnov } from './kolmogorov-smirnov.js'

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
