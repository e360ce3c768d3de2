import { reportMetrics } from './metric-report.js'
import type { MetricReport } from './metric-report.js'
import { REGRESSION_METRICS } from './regression-metrics.js'
import { assertRegressionOutcomes } from './regression-outcomes.js'
import type { RegressionOutcomes } from './regression-outcomes.js'
import { everyRowOnce } from './weighted-metric.js'
import type { PreparedMetrics } from './weighted-metric.js'

/** Measures every regression metric; throws `UserError` `predictions-invalid`. */
export function evaluateRegression(outcomes: RegressionOutcomes): MetricReport {
  return reportMetrics(prepareRegression(outcomes), everyRowOnce(outcomes.truth.length))
}

/** Prepares all regression metrics, so that they can be measured on many samples; throws `UserError` `predictions-invalid`. */
export function prepareRegression(outcomes: RegressionOutcomes): PreparedMetrics {
  assertRegressionOutcomes(outcomes)
  return new Map([...REGRESSION_METRICS].map(([name, prepare]) => [name, prepare(outcomes)]))
}
