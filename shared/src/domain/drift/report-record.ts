import type { DriftReport, ReportedBin, ReportedFeature } from '../records/drift-report.js'
import type { DriftComparison, FeatureDrift } from './compare.js'
import { encodeNumber } from './extended-number.js'
import { reasonOf } from './report-reason.js'
import { rowsForVerdict } from './report-rows-needed.js'

/** What a report holds beside the comparison. */
export interface ReportFacts extends Pick<
  DriftReport,
  | 'report_id'
  | 'model_id'
  | 'version'
  | 'created_at'
  | 'thresholds'
  | 'alpha'
  | 'min_rows'
  | 'baseline'
  | 'current'
  | 'not_compared'
> {
  /** Columns that decide alone, beside the target and the prediction. */
  readonly critical: ReadonlySet<string>
}

const MOST_DISTRIBUTIONS = 500
const LONGEST_CATEGORY = 200

/** The record of a comparison; distributions are kept of the 500 worst features. */
export function toDriftReport(comparison: DriftComparison, { critical, ...facts }: ReportFacts): DriftReport {
  const { severity, drift_share, baseline_rows, current_rows } = comparison
  const judged = {
    severity,
    drift_share,
    baseline_rows,
    current_rows,
    features: comparison.features.map((feature, place) =>
      reported(feature, { critical, distributions: place < MOST_DISTRIBUTIONS })
    ),
    violations: comparison.violations.map(({ feature, check, severity }) => ({ feature, check, severity }))
  }
  const limits = {
    rows: { baseline: baseline_rows, current: current_rows },
    minRows: facts.min_rows,
    warn: facts.thresholds.warn
  }
  return {
    schema_version: 1,
    ...facts,
    ...judged,
    reason_code: reasonOf(comparison, facts.min_rows),
    rows_needed: severity === 'insufficient-data' ? rowsForVerdict(comparison.features, limits) : null
  }
}

interface Reporting {
  readonly critical: ReadonlySet<string>
  readonly distributions: boolean
}

function reported(feature: FeatureDrift, { critical, distributions }: Reporting): ReportedFeature {
  const { ks, chi_square, wasserstein_normalized, bins, quantiles } = feature
  return {
    name: feature.name,
    role: feature.role,
    critical: feature.role !== 'feature' || critical.has(feature.name),
    kind: feature.kind,
    severity: feature.severity,
    psi: feature.psi,
    psi_critical: feature.psi_critical,
    ...(ks !== undefined && { ks: { ...ks } }),
    ...(chi_square !== undefined && { chi_square: { ...chi_square } }),
    p_adjusted: feature.p_adjusted,
    ...(wasserstein_normalized !== undefined && { wasserstein_normalized }),
    jensen_shannon: feature.jensen_shannon,
    missing_rate: { ...feature.missing_rate },
    ...(distributions && {
      bins: bins.map(reportedBin),
      ...(quantiles !== undefined &&
        isComplete(quantiles) && {
          quantiles: { baseline: encoded(quantiles.baseline), current: encoded(quantiles.current) }
        })
    })
  }
}

function reportedBin({ bin, baseline, current }: FeatureDrift['bins'][number]): ReportedBin {
  return { bin: encodedBin(bin), baseline, current }
}

function encodedBin(bin: FeatureDrift['bins'][number]['bin']): ReportedBin['bin'] {
  switch (bin.kind) {
    case 'interval': {
      const bound = (edge: number | null) => (edge === null ? null : encodeNumber(edge))
      return { kind: 'interval', lower: bound(bin.lower), upper: bound(bin.upper) }
    }
    case 'value':
      return { kind: 'value', value: encodeNumber(bin.value) }
    case 'category':
      return { kind: 'category', value: cut(bin.value) }
    default:
      return { kind: bin.kind }
  }
}

type Quantiles = NonNullable<FeatureDrift['quantiles']>['baseline']

/** A side without values has no quantiles. */
function isComplete({ baseline, current }: NonNullable<FeatureDrift['quantiles']>): boolean {
  const numbers = [baseline, current].flatMap(({ p5, p50, p95 }) => [p5, p50, p95])
  return !numbers.some(number => Number.isNaN(number))
}

function encoded({ p5, p50, p95 }: Quantiles) {
  return { p5: encodeNumber(p5), p50: encodeNumber(p50), p95: encodeNumber(p95) }
}

function cut(category: string): string {
  if (category.length <= LONGEST_CATEGORY) return category
  // Half of a surrogate pair is no text.
  return `${category.slice(0, LONGEST_CATEGORY).replace(/[\ud800-\udbff]$/, '')}…`
}
