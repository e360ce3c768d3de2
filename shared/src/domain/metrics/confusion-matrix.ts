import type { ClassificationOutcomes } from './classification-outcomes.js'

/** Counts of rows by true class (row) and predicted class (column), both in the order of `classes`. */
export interface ConfusionMatrix {
  readonly classes: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** A matrix of more classes is nothing to look at, and grows with their square. */
const MOST_CLASSES = 200

/** Counts all rows; undefined for more than 200 classes. */
export function confusionMatrix(outcomes: ClassificationOutcomes): ConfusionMatrix | undefined {
  const { classes, truth, predicted } = outcomes
  if (classes.length > MOST_CLASSES) return undefined
  const counts = classes.map(() => classes.map(() => 0))
  truth.forEach((label, row) => {
    const line = counts[label]
    const column = predicted[row] ?? 0
    if (line !== undefined) line[column] = (line[column] ?? 0) + 1
  })
  return { classes, counts }
}
