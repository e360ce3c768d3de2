import { UserError } from '../../errors.js'
import { nearestName } from '../text/nearest-name.js'
import type { ClassificationOutcomes } from './classification-outcomes.js'

/** One class per row: its text, or its index into the classes. */
export type ClassLabels = readonly string[] | Int32Array

/** What a classifier predicted, in the words of its data. */
export interface ClassPredictions {
  /** The classes the model knows, in the order of its probability columns. */
  readonly classes: readonly string[]
  /** The class the binary metrics are about; default: the last one. */
  readonly positiveClass?: string
  /** Classes the model has never seen are counted as errors. */
  readonly truth: ClassLabels
  readonly predicted: ClassLabels
  /** Rows × classes, row-major; absent when the model gives labels only. */
  readonly probabilities?: Float32Array | Float64Array
}

/** More unseen classes than this (and than the model knows) mean that another column was taken for the target. */
const MOST_UNSEEN_CLASSES = 100

/**
 * Checks predictions and codes their classes; `otherClasses` may be predicted as well. Throws `UserError`
 * `predictions-invalid` (lengths, labels), `unknown-positive-class` or `target-mismatch` (too many unseen classes).
 */
export function classificationOutcomes(
  predictions: ClassPredictions,
  otherClasses: readonly string[] = []
): ClassificationOutcomes {
  const { classes, truth, predicted, probabilities } = predictions
  assertShape(predictions)
  const codes = new Map([...new Set([...classes, ...otherClasses])].map((name, code) => [name, code]))
  const predictable = codes.size
  const extended = (label: string): number => {
    const code = codes.get(label) ?? codes.size
    if (code === codes.size) codes.set(label, code)
    return code
  }
  const coded = {
    modelClasses: classes.length,
    positive: positiveIndex(predictions),
    predicted: codeLabels(predicted, classes.length, label => codes.get(label) ?? -1),
    truth: codeLabels(truth, classes.length, extended)
  }
  assertKnown(coded.predicted, predicted)
  assertFewUnseen(codes.size - predictable, classes.length)
  const unseen = coded.truth.findIndex(label => label >= classes.length)
  return {
    ...coded,
    classes: [...codes.keys()],
    ...measurableProbabilities(probabilities, unseen < 0 ? undefined : String(truth[unseen]))
  }
}

function measurableProbabilities(
  probabilities: Float32Array | Float64Array | undefined,
  unseen: string | undefined
): Pick<ClassificationOutcomes, 'probabilities' | 'withoutProbabilities'> {
  if (probabilities === undefined)
    return { probabilities: null, withoutProbabilities: 'the model gave no probabilities' }
  if (unseen !== undefined) {
    const reason = `the rows have the class ${JSON.stringify(unseen.slice(0, 100))}, for which the model has no probability`
    return { probabilities: null, withoutProbabilities: reason }
  }
  return {
    probabilities: probabilities instanceof Float64Array ? probabilities : Float64Array.from(probabilities)
  }
}

function assertShape({ classes, truth, predicted, probabilities }: ClassPredictions): void {
  const rows = truth.length
  if (classes.length === 0) throw invalid('the model has no classes')
  if (new Set(classes).size < classes.length) throw invalid('a class of the model is named twice')
  if (predicted.length !== rows) throw invalid(`there are ${predicted.length} predictions for ${rows} rows`)
  if (probabilities !== undefined && probabilities.length !== rows * classes.length) {
    throw invalid(
      `there are ${probabilities.length} probabilities for ${rows} rows of ${classes.length} classes`
    )
  }
}

function positiveIndex({ classes, positiveClass }: ClassPredictions): number {
  if (positiveClass === undefined) return classes.length - 1
  const index = classes.indexOf(positiveClass)
  if (index >= 0) return index
  const nearest = nearestName(positiveClass, classes)
  const message = `positive_class ${JSON.stringify(positiveClass)} is none of the model's classes`
  throw new UserError('unknown-positive-class', message, {
    hint:
      nearest === undefined
        ? `the classes are ${classes.slice(0, 20).join(', ')}`
        : `did you mean ${JSON.stringify(nearest)}?`
  })
}

function codeLabels(
  labels: ClassLabels,
  modelClasses: number,
  codeOf: (label: string) => number
): Int32Array {
  return labels instanceof Int32Array ? assertIndices(labels, modelClasses) : Int32Array.from(labels, codeOf)
}

function assertIndices(labels: Int32Array, classes: number): Int32Array {
  const row = labels.findIndex(label => label < 0 || label >= classes)
  if (row < 0) return labels
  throw invalid(`row ${row + 1}: ${labels[row] ?? ''} is the number of none of the ${classes} classes`)
}

function assertKnown(codes: Int32Array, predicted: ClassLabels): void {
  const row = codes.indexOf(-1)
  if (row < 0) return
  const label = JSON.stringify(String(predicted[row]).slice(0, 100))
  throw invalid(`the prediction of row ${row + 1}, ${label}, is none of the model's classes`)
}

function assertFewUnseen(unseen: number, classes: number): void {
  if (unseen <= Math.max(MOST_UNSEEN_CLASSES, classes)) return
  throw new UserError(
    'target-mismatch',
    `the test target has ${unseen} classes that the model has never seen`,
    {
      hint: 'check that `target` names the same column as in training'
    }
  )
}

function invalid(message: string): UserError {
  return new UserError('predictions-invalid', message, {
    hint: 'give one prediction per test row, with labels and probability columns spelled as in the training data'
  })
}
