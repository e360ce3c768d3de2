import type { ClassificationOutcomes } from './classification-outcomes.js'
import type { RowCounts } from './weighted-metric.js'

/** One class against the rest, as counts of rows. */
export interface ClassCounts {
  readonly name: string
  readonly truePositives: number
  readonly falsePositives: number
  readonly falseNegatives: number
  readonly trueNegatives: number
}

/** The one-against-rest counts of every class in a sample of rows, in class order. */
export function countClasses(outcomes: ClassificationOutcomes, counts: RowCounts): readonly ClassCounts[] {
  const { classes, truth, predicted } = outcomes
  const ofClass = new Float64Array(classes.length)
  const asClass = new Float64Array(classes.length)
  const right = new Float64Array(classes.length)
  let total = 0
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row] ?? 0
    const label = truth[row] ?? 0
    const prediction = predicted[row] ?? 0
    ofClass[label] = (ofClass[label] ?? 0) + count
    asClass[prediction] = (asClass[prediction] ?? 0) + count
    if (label === prediction) right[label] = (right[label] ?? 0) + count
    total += count
  }
  return classes.map((name, index) => {
    const truePositives = right[index] ?? 0
    const falsePositives = (asClass[index] ?? 0) - truePositives
    const falseNegatives = (ofClass[index] ?? 0) - truePositives
    const trueNegatives = total - truePositives - falsePositives - falseNegatives
    return { name, truePositives, falsePositives, falseNegatives, trueNegatives }
  })
}
