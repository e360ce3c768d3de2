import { CLASSIFICATION_METRICS } from './classification-metrics.js'
import type { ClassificationOutcomes } from './classification-outcomes.js'
import { classificationOutcomes } from './class-predictions.js'
import type { ClassPredictions } from './class-predictions.js'
import { confusionMatrix } from './confusion-matrix.js'
import type { ConfusionMatrix } from './confusion-matrix.js'
import { reportMetrics } from './metric-report.js'
import type { MetricReport } from './metric-report.js'
import { everyRowOnce } from './weighted-metric.js'
import type { PreparedMetrics } from './weighted-metric.js'

/** Metrics of a classifier with its confusion matrix. */
export interface ClassificationReport extends MetricReport {
  /** Absent for more than 200 classes. */
  readonly confusionMatrix?: ConfusionMatrix
}

/**
 * Measures every classification metric. Without probabilities, or with rows of a class the model has never seen, the
 * metrics of probabilities are null with a reason. Throws the `UserError`s of `classificationOutcomes`.
 */
export function evaluateClassification(predictions: ClassPredictions): ClassificationReport {
  const outcomes = classificationOutcomes(predictions)
  const matrix = confusionMatrix(outcomes)
  return { ...measureClassification(outcomes), ...(matrix === undefined ? {} : { confusionMatrix: matrix }) }
}

/** Measures every classification metric of coded outcomes. */
export function measureClassification(outcomes: ClassificationOutcomes): MetricReport {
  return reportMetrics(prepareClassification(outcomes), everyRowOnce(outcomes.truth.length))
}

/** Prepares all classification metrics, so that they can be measured on many samples of the rows. */
export function prepareClassification(outcomes: ClassificationOutcomes): PreparedMetrics {
  return new Map([...CLASSIFICATION_METRICS].map(([name, prepare]) => [name, prepare(outcomes)]))
}
