import type { DriftReport, ReportedFeature } from '../../src/domain/records/drift-report.js'

const digest = (digit: string) => digit.repeat(64)

/** A numeric feature whose median rose from 3.1 to 4.7. */
export function aReportedFeature(change: Partial<ReportedFeature> = {}): ReportedFeature {
  return {
    name: 'temperature',
    role: 'feature',
    critical: false,
    kind: 'numeric',
    severity: 'retrain',
    psi: 0.62,
    psi_critical: 0.034,
    ks: { statistic: 0.41, p_value: 1e-9 },
    p_adjusted: 1e-8,
    wasserstein_normalized: 0.8,
    jensen_shannon: 0.31,
    missing_rate: { baseline: 0, current: 0 },
    bins: [
      { bin: { kind: 'interval', lower: null, upper: 2.5 }, baseline: 0.5, current: 0.1 },
      { bin: { kind: 'interval', lower: 2.5, upper: null }, baseline: 0.5, current: 0.9 },
      { bin: { kind: 'missing' }, baseline: 0, current: 0 }
    ],
    quantiles: { baseline: { p5: 1.2, p50: 3.1, p95: 5.4 }, current: { p5: 2.5, p50: 4.7, p95: 7.1 } },
    ...change
  }
}

/** A categorical feature of which nothing moved. */
export function aSteadyFeature(change: Partial<ReportedFeature> = {}): ReportedFeature {
  return {
    name: 'region',
    role: 'feature',
    critical: false,
    kind: 'categorical',
    severity: 'ok',
    psi: 0.002,
    psi_critical: 0.02,
    chi_square: { statistic: 0.4, p_value: 0.8, cramers_v: 0.01 },
    p_adjusted: 0.8,
    jensen_shannon: 0.01,
    missing_rate: { baseline: 0, current: 0 },
    bins: [
      { bin: { kind: 'category', value: 'north' }, baseline: 0.6, current: 0.601 },
      { bin: { kind: 'category', value: 'south' }, baseline: 0.4, current: 0.399 },
      { bin: { kind: 'other' }, baseline: 0, current: 0 },
      { bin: { kind: 'unseen' }, baseline: 0, current: 0 },
      { bin: { kind: 'missing' }, baseline: 0, current: 0 }
    ],
    ...change
  }
}

/** The report of a model of which one of two features has drifted. */
export function aDriftReport(change: Partial<DriftReport> = {}): DriftReport {
  return {
    schema_version: 1,
    report_id: 'drift-20250110-093000-1a2b3c4d',
    model_id: 'churn',
    version: 'v1.0.0',
    created_at: '2025-01-10T09:30:00.000Z',
    severity: 'retrain',
    reason_code: 'drift-share',
    baseline_rows: 1000,
    current_rows: 1000,
    drift_share: 0.5,
    thresholds: { notice: 0.1, warn: 0.2, retrain: 0.25 },
    alpha: 0.05,
    min_rows: 200,
    rows_needed: null,
    baseline: { kind: 'profile', source: '.mlops/models/churn/v1.0.0/baseline.json', sha256: digest('a') },
    current: { source: 'data/current', sha256: digest('b') },
    features: [aReportedFeature(), aSteadyFeature()],
    violations: [],
    not_compared: [],
    ...change
  }
}
