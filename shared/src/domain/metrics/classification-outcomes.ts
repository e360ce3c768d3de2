/** What a classifier said about rows whose class is known. Classes are indices into `classes`. */
export interface ClassificationOutcomes {
  /** First the classes the model knows, then those that only the rows have. */
  readonly classes: readonly string[]
  /** How many of `classes` the model knows. */
  readonly modelClasses: number
  /** Index of the class that the binary metrics are about. */
  readonly positive: number
  readonly truth: Int32Array
  readonly predicted: Int32Array
  /** Rows × model classes, row-major; null when there are none that could be measured. */
  readonly probabilities: Float64Array | null
  /** Why `probabilities` is null. */
  readonly withoutProbabilities?: string
}

/** The probabilities of one class, row by row. */
export function classProbabilities(
  probabilities: Float64Array,
  classes: number,
  index: number
): Float64Array {
  const column = new Float64Array(probabilities.length / classes)
  for (let row = 0; row < column.length; row++) column[row] = probabilities[row * classes + index] ?? NaN
  return column
}

/** The outcomes of some of the rows, in the order given; a row may occur several times. */
export function selectOutcomes(outcomes: ClassificationOutcomes, rows: Int32Array): ClassificationOutcomes {
  const { truth, predicted, probabilities, modelClasses } = outcomes
  return {
    ...outcomes,
    truth: rows.map(row => truth[row] ?? -1),
    predicted: rows.map(row => predicted[row] ?? -1),
    probabilities: probabilities === null ? null : selectProbabilities(probabilities, modelClasses, rows)
  }
}

function selectProbabilities(probabilities: Float64Array, classes: number, rows: Int32Array): Float64Array {
  const selected = new Float64Array(rows.length * classes)
  rows.forEach((row, place) => {
    selected.set(probabilities.subarray(row * classes, (row + 1) * classes), place * classes)
  })
  return selected
}
