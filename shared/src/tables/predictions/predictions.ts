/** Predictions of one data set, one entry per row. */
export type Predictions = ClassPredictions | NumericPredictions

interface PredictedRows {
  /** Texts of the sample id column; absent: rows are numbered 1, 2, 3, … */
  readonly sampleIds?: readonly string[]
}

export interface ClassPredictions extends PredictedRows {
  readonly kind: 'classes'
  /** Absent when the file has no target. */
  readonly targets?: readonly string[]
  readonly predictions: readonly string[]
  /** rows × classes, row-major, in the order of `classes`; absent when the model gave none. */
  readonly probabilities?: {
    readonly classes: readonly string[]
    readonly values: Float32Array | Float64Array
  }
}

export interface NumericPredictions extends PredictedRows {
  readonly kind: 'numbers'
  readonly targets?: Float64Array
  readonly predictions: Float64Array
}

/** What the probability columns of `predictions.csv` start with. */
export const PROBABILITY_PREFIX = 'probability_'
