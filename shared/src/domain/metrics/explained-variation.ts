import { measured, unmeasurable } from './measurement.js'
import type { Measurement } from './measurement.js'
import type { RegressionOutcomes } from './regression-outcomes.js'
import { NO_ROWS, weightedSum } from './row-mean.js'
import { countedRows } from './weighted-metric.js'
import type { RowCounts, WeightedMetric } from './weighted-metric.js'

/** Coefficient of determination: 1 − Σ(y − ŷ)² / Σ(y − ȳ)². */
export function r2({ truth, predicted }: RegressionOutcomes): WeightedMetric {
  const squares = truth.map((value, row) => (value - (predicted[row] ?? NaN)) ** 2)
  return counts => unexplained(truth, counts, () => weightedSum(squares, counts))
}

/** Explained variance: 1 − Var(y − ŷ) / Var(y). */
export function explainedVariance({ truth, predicted }: RegressionOutcomes): WeightedMetric {
  const residuals = truth.map((value, row) => value - (predicted[row] ?? NaN))
  return counts => unexplained(truth, counts, () => squaredSpread(residuals, counts))
}

function unexplained(truth: Float64Array, counts: RowCounts, remaining: () => number): Measurement {
  const rows = countedRows(counts)
  if (rows === 0) return unmeasurable(NO_ROWS)
  if (rows === 1) return unmeasurable('there is only one row')
  if (isConstant(truth, counts)) return unmeasurable('the target is constant')
  return measured(1 - remaining() / squaredSpread(truth, counts))
}

function squaredSpread(values: Float64Array, counts: RowCounts): number {
  const mean = weightedSum(values, counts) / countedRows(counts)
  return weightedSum(
    values.map(value => (value - mean) ** 2),
    counts
  )
}

function isConstant(values: Float64Array, counts: RowCounts): boolean {
  const first = counts.findIndex(count => count > 0)
  return values.every((value, row) => counts[row] === 0 || value === values[first])
}
