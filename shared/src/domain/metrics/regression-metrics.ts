import {
  absoluteErrors,
  maxError,
  meanAbsolutePercentageError,
  medianAbsoluteError
} from './absolute-errors.js'
import { explainedVariance, r2 } from './explained-variation.js'
import { measured, unmeasurable } from './measurement.js'
import { outcomesDefect } from './regression-outcomes.js'
import type { RegressionOutcomes } from './regression-outcomes.js'
import { rowMean } from './row-mean.js'
import type { WeightedMetric } from './weighted-metric.js'

/** Prepares a metric for the outcomes of one model. */
export type RegressionMetric = (outcomes: RegressionOutcomes) => WeightedMetric

const meanSquaredError: RegressionMetric = outcomes =>
  rowMean(absoluteErrors(outcomes).map(error => error * error))

const rootMeanSquaredError: RegressionMetric = outcomes => {
  const mse = meanSquaredError(outcomes)
  return counts => {
    const squared = mse(counts)
    return squared.value === null ? squared : measured(Math.sqrt(squared.value))
  }
}

/** Mean of prediction − target: positive = the model predicts too much. */
const bias: RegressionMetric = ({ truth, predicted }) =>
  rowMean(predicted.map((value, row) => value - (truth[row] ?? NaN)))

const guarded =
  (metric: RegressionMetric): RegressionMetric =>
  outcomes => {
    const defect = outcomesDefect(outcomes)
    return defect === undefined ? metric(outcomes) : () => unmeasurable(defect)
  }

/** Every regression metric of the metric table. */
export const REGRESSION_METRICS: ReadonlyMap<string, RegressionMetric> = new Map([
  ['rmse', guarded(rootMeanSquaredError)],
  ['mae', guarded(outcomes => rowMean(absoluteErrors(outcomes)))],
  ['mse', guarded(meanSquaredError)],
  ['mape', guarded(meanAbsolutePercentageError)],
  ['median_absolute_error', guarded(medianAbsoluteError)],
  ['max_error', guarded(maxError)],
  ['r2', guarded(r2)],
  ['explained_variance', guarded(explainedVariance)],
  ['bias', guarded(bias)]
])
