import type { VariantName } from '../records/edge-manifest.js'
import { straddles, type Latency } from './latency.js'
import type { EdgeSettings } from './settings.js'

/** The primary metric of a variant on the labelled rows, and its change against the float export. */
export interface AccuracyChange {
  readonly metric: string | null
  readonly value: number | null
  /** Positive = better than the float export; null with a reason when either is undefined. */
  readonly delta: number | null
  /** The float export's own value. */
  readonly reference: number | null
  readonly rows: number
  readonly reason?: string
}

/** One variant with everything that was measured of it. */
export interface MeasuredVariant {
  readonly name: VariantName
  readonly sizeBytes: number
  readonly latency: Latency
  readonly accuracy: AccuracyChange
}

/** What came of one budget. */
export type Finding =
  | { readonly budget: 'size'; readonly met: boolean; readonly measured: number; readonly limit: number }
  | {
      readonly budget: 'latency'
      readonly met: boolean
      /** False: the noise band lies on both sides of the limit. */
      readonly certain: boolean
      readonly measured: number
      readonly limit: number
    }
  | { readonly budget: 'accuracy'; readonly met: boolean; readonly measured: number; readonly limit: number }
  | { readonly budget: 'accuracy'; readonly met: null; readonly reason: string }

export interface JudgedVariant extends MeasuredVariant {
  readonly findings: readonly Finding[]
  /** Every budget is met. */
  readonly eligible: boolean
}

/** Holds a variant against its budgets; only quantized ones have an accuracy to lose. */
export function judgeVariant(variant: MeasuredVariant, settings: EdgeSettings): JudgedVariant {
  const findings: Finding[] = [
    {
      budget: 'size',
      met: variant.sizeBytes <= settings.maxSizeBytes,
      measured: variant.sizeBytes,
      limit: settings.maxSizeBytes
    },
    latencyFinding(variant.latency, settings.maxLatencyMs),
    ...(variant.name === 'fp32' ? [] : [accuracyFinding(variant.accuracy, settings.maxAccuracyLoss)])
  ]
  return { ...variant, findings, eligible: findings.every(finding => finding.met === true) }
}

/** Clearly below or above where the noise band is; else the median block decides, and is not certain. */
function latencyFinding(latency: Latency, limit: number): Finding {
  return {
    budget: 'latency',
    met: latency.p95Ms <= limit,
    certain: !straddles(latency, limit),
    measured: latency.p95Ms,
    limit
  }
}

function accuracyFinding({ delta, reference, reason }: AccuracyChange, share: number): Finding {
  if (delta === null || reference === null)
    return { budget: 'accuracy', met: null, reason: reason ?? 'it is undefined' }
  const [measured, limit] = [Math.max(0, -delta), share * Math.abs(reference)]
  return { budget: 'accuracy', met: measured <= limit, measured, limit }
}
