import { accuracy, balancedAccuracy } from './accuracy.js'
import { averagePrecision } from './average-precision.js'
import { countClasses } from './class-counts.js'
import type { ClassCounts } from './class-counts.js'
import { macroAverage, weightedAverage } from './class-averages.js'
import { f1, precision, recall, specificity } from './class-rates.js'
import type { ClassRate } from './class-rates.js'
import { classProbabilities } from './classification-outcomes.js'
import type { ClassificationOutcomes } from './classification-outcomes.js'
import { expectedCalibrationError } from './expected-calibration-error.js'
import { matthews } from './matthews.js'
import { measured, unmeasurable } from './measurement.js'
import type { Measurement } from './measurement.js'
import { brierScores, logLosses } from './probability-scores.js'
import type { ProbabilisticOutcomes } from './probability-scores.js'
import { rocAuc } from './roc-auc.js'
import { rowMean } from './row-mean.js'
import type { WeightedMetric } from './weighted-metric.js'

/** Prepares a metric for the outcomes of one model. */
export type ClassificationMetric = (outcomes: ClassificationOutcomes) => WeightedMetric

type CountsMetric = (classes: readonly ClassCounts[]) => Measurement
type OneAgainstRest = (isPositive: Uint8Array, scores: Float64Array) => WeightedMetric

const fromCounts =
  (metric: CountsMetric): ClassificationMetric =>
  outcomes =>
  counts =>
    metric(countClasses(outcomes, counts))

/** Binary for a model of two classes, macro for more. */
const binaryOrMacro =
  (rate: ClassRate): ClassificationMetric =>
  outcomes =>
  counts => {
    const classes = countClasses(outcomes, counts)
    const chosen = classes[outcomes.positive]
    return outcomes.modelClasses <= 2 && chosen !== undefined ? rate(chosen) : macroAverage(rate, classes)
  }

/** Rounding of 32-bit probabilities may carry them this far beyond 0 and 1. */
const PROBABILITY_SLACK = 1e-5

const fromProbabilities =
  (metric: (outcomes: ProbabilisticOutcomes) => WeightedMetric): ClassificationMetric =>
  outcomes => {
    const { probabilities, withoutProbabilities = 'there are no probabilities' } = outcomes
    if (probabilities === null) return () => unmeasurable(withoutProbabilities)
    const cell = probabilities.findIndex(
      value => !(value >= -PROBABILITY_SLACK && value <= 1 + PROBABILITY_SLACK)
    )
    const row = Math.floor(cell / outcomes.modelClasses) + 1
    if (cell >= 0) return () => unmeasurable(`a probability of row ${row} is not between 0 and 1`)
    return metric({ ...outcomes, probabilities })
  }

/** Rankings of more cells than this are made anew for every sample instead of being kept. */
const MOST_KEPT_CELLS = 20_000_000

/** Of the positive class for two classes, the plain mean over one-against-rest problems for more. */
const ranking = (metric: OneAgainstRest): ClassificationMetric =>
  fromProbabilities(({ classes, modelClasses, positive, truth, probabilities }) => {
    const against = (index: number): WeightedMetric =>
      metric(
        Uint8Array.from(truth, label => (label === index ? 1 : 0)),
        classProbabilities(probabilities, modelClasses, index)
      )
    if (modelClasses <= 2) return against(positive)
    const names = classes.slice(0, modelClasses)
    const kept = probabilities.length <= MOST_KEPT_CELLS ? names.map((_, index) => against(index)) : []
    return counts => meanOverClasses(names, index => (kept[index] ?? against(index))(counts))
  })

function meanOverClasses(classes: readonly string[], measure: (index: number) => Measurement): Measurement {
  let sum = 0
  for (const [index, name] of classes.entries()) {
    const measurement = measure(index)
    if (measurement.value === null)
      return unmeasurable(`for class ${JSON.stringify(name)}, ${measurement.reason}`)
    sum += measurement.value
  }
  return measured(sum / classes.length)
}

const averages = (name: string, rate: ClassRate): [string, ClassificationMetric][] => [
  [name, binaryOrMacro(rate)],
  [`${name}_macro`, fromCounts(classes => macroAverage(rate, classes))],
  [`${name}_weighted`, fromCounts(classes => weightedAverage(rate, classes))]
]

/** Every classification metric of the metric table. */
export const CLASSIFICATION_METRICS: ReadonlyMap<string, ClassificationMetric> = new Map([
  ['accuracy', fromCounts(accuracy)],
  ['balanced_accuracy', fromCounts(balancedAccuracy)],
  ...averages('precision', precision),
  ...averages('recall', recall),
  ...averages('f1', f1),
  ['specificity', binaryOrMacro(specificity)],
  ['mcc', fromCounts(matthews)],
  ['roc_auc', ranking(rocAuc)],
  ['average_precision', ranking(averagePrecision)],
  ['log_loss', fromProbabilities(outcomes => rowMean(logLosses(outcomes)))],
  ['brier', fromProbabilities(outcomes => rowMean(brierScores(outcomes)))],
  ['ece', fromProbabilities(expectedCalibrationError)]
])
