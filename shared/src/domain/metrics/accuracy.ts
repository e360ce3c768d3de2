import type { ClassCounts } from './class-counts.js'
import { recall } from './class-rates.js'
import { measured, quotient, unmeasurable } from './measurement.js'
import type { Measurement } from './measurement.js'
import { NO_ROWS } from './row-mean.js'

/** Share of rows predicted right. */
export function accuracy(classes: readonly ClassCounts[]): Measurement {
  let [correct, rows] = [0, 0]
  for (const { truePositives, falseNegatives } of classes) {
    correct += truePositives
    rows += truePositives + falseNegatives
  }
  return quotient(correct, rows, NO_ROWS)
}

/** Mean recall of the classes that occur in the truth. */
export function balancedAccuracy(classes: readonly ClassCounts[]): Measurement {
  const recalls = classes.flatMap(counts => recall(counts).value ?? [])
  if (recalls.length === 0) return unmeasurable(NO_ROWS)
  return measured(recalls.reduce((sum, value) => sum + value, 0) / recalls.length)
}
