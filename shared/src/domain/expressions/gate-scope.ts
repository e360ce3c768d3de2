import type { ChampionRules } from './champion-rules.js'

/** Measured metrics; a null or missing value is undefined, its reason in `undefined`. */
export interface MetricValues {
  readonly metrics: Readonly<Record<string, number | null>>
  readonly undefined?: Readonly<Record<string, string>>
}

/** Everything a gate can read. Without `champion` and `championRules` there is no champion yet. */
export interface GateScope extends MetricValues {
  /** By `<column>=<value>`. */
  readonly slices: Readonly<Record<string, MetricValues>>
  /** The model in production, measured on the same rows. */
  readonly champion?: MetricValues | undefined
  readonly championRules?: ChampionRules | undefined
  readonly sizeBytes?: number | undefined
  readonly latencyP95Ms?: number | undefined
}
