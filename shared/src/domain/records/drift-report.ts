import * as z from 'zod/mini'
import { count, modelId, semanticVersion, sha256, timestamp } from './schema.js'

export const driftReportId = z.string().check(z.regex(/^drift-\d{8}-\d{6}-[0-9a-f]{8}$/))

export const severities = ['ok', 'notice', 'warn', 'retrain', 'insufficient-data'] as const

/** Which rule of the verdict decided. */
export const driftReasons = [
  'no-drift',
  'features-notice',
  'new-columns',
  'features-warn',
  'columns-missing',
  'critical-feature',
  'drift-share',
  'several-features',
  'only-feature',
  'too-few-rows',
  'sampling-noise'
] as const

/** JSON has no infinities, and columns do. */
const extendedNumber = z.union([z.number(), z.enum(['inf', '-inf'])])

const share = z.number().check(z.gte(0), z.lte(1))
const bothSides = z.object({ baseline: share, current: share })
const quantiles = z.object({ p5: extendedNumber, p50: extendedNumber, p95: extendedNumber })

const bin = z.discriminatedUnion('kind', [
  /** (lower, upper]; null: no bound. */
  z.object({
    kind: z.literal('interval'),
    lower: z.nullable(extendedNumber),
    upper: z.nullable(extendedNumber)
  }),
  z.object({ kind: z.literal('value'), value: extendedNumber }),
  /** The first 200 characters of a longer category, and an ellipsis. */
  z.object({ kind: z.literal('category'), value: z.string() }),
  z.object({ kind: z.literal('other') }),
  z.object({ kind: z.literal('unseen') }),
  z.object({ kind: z.literal('missing') })
])

const feature = z.object({
  name: z.string(),
  role: z.enum(['feature', 'target', 'prediction']),
  /** Whether it decides alone: named so, or the target or the prediction. */
  critical: z.boolean(),
  kind: z.enum(['numeric', 'categorical']),
  severity: z.enum(severities),
  /** Population stability index, and the one that sampling alone exceeds once in twenty times. */
  psi: z.number(),
  psi_critical: z.number(),
  ks: z.optional(z.object({ statistic: z.number(), p_value: z.number() })),
  chi_square: z.optional(z.object({ statistic: z.number(), p_value: z.number(), cramers_v: z.number() })),
  p_adjusted: z.nullable(z.number()),
  wasserstein_normalized: z.optional(z.nullable(z.number())),
  jensen_shannon: z.number(),
  missing_rate: bothSides,
  /** Shares of all rows of each side; for the 500 worst features only, as are the quantiles. */
  bins: z.optional(z.array(z.extend(bothSides, { bin }))),
  quantiles: z.optional(z.object({ baseline: quantiles, current: quantiles }))
})

/** Where data or a profile came from. */
const source = z.object({
  /** What was named, or the address in the store. */
  source: z.string(),
  /** Of the file, or of all files of a directory. */
  sha256
})

/** What `drift-check` measured and decided: `drift/<model_id>/<report_id>/report.json`. */
export const driftReport = z.object({
  schema_version: z.literal(1),
  report_id: driftReportId,
  /** Null where no registered model was compared with. */
  model_id: z.nullable(modelId),
  version: z.nullable(semanticVersion),
  created_at: timestamp,
  severity: z.enum(severities),
  reason_code: z.enum(driftReasons),
  baseline_rows: count,
  current_rows: count,
  /** Features at warn or retrain / features judged; null when none could be judged. */
  drift_share: z.nullable(share),
  thresholds: z.object({ notice: z.number(), warn: z.number(), retrain: z.number() }),
  alpha: z.number(),
  min_rows: count,
  /** How many rows each side would take for a verdict; null where there is one already, or none within reach. */
  rows_needed: z.nullable(z.object({ baseline: count, current: count })),
  baseline: z.extend(source, {
    kind: z.enum(['profile', 'data', 'sagemaker-statistics']),
    /** Made from a summary of the data: bins and quantiles are near what the data would give. */
    approximate: z.optional(z.literal(true))
  }),
  current: source,
  /** Worst first. */
  features: z.array(feature),
  violations: z.array(
    z.object({
      feature: z.string(),
      check: z.enum(['missing_column', 'extra_column', 'type_changed']),
      severity: z.enum(severities)
    })
  ),
  /** Target and prediction of the baseline that the current data do not have; that is no violation. */
  not_compared: z.array(z.object({ name: z.string(), role: z.enum(['target', 'prediction']) }))
})

export type DriftReport = z.infer<typeof driftReport>
export type ReportedFeature = DriftReport['features'][number]
export type ReportedBin = NonNullable<ReportedFeature['bins']>[number]
export type ReportedNumber = z.infer<typeof extendedNumber>
export type DriftSeverity = DriftReport['severity']
export type DriftReason = DriftReport['reason_code']
