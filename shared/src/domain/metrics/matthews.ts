import type { ClassCounts } from './class-counts.js'
import { measured, unmeasurable } from './measurement.js'
import type { Measurement } from './measurement.js'

/** Matthews correlation for any number of classes (Gorodkin, Computational Biology and Chemistry 28, 2004). */
export function matthews(classes: readonly ClassCounts[]): Measurement {
  let correct = 0
  let total = 0
  let [actualSquares, predictedSquares, products] = [0, 0, 0]
  for (const { truePositives, falsePositives, falseNegatives } of classes) {
    const actual = truePositives + falseNegatives
    const predicted = truePositives + falsePositives
    correct += truePositives
    total += actual
    actualSquares += actual * actual
    predictedSquares += predicted * predicted
    products += actual * predicted
  }
  const spreadActual = total * total - actualSquares
  const spreadPredicted = total * total - predictedSquares
  if (spreadActual === 0) return unmeasurable('all rows are of one class')
  if (spreadPredicted === 0) return unmeasurable('all predictions are of one class')
  return measured((correct * total - products) / Math.sqrt(spreadActual) / Math.sqrt(spreadPredicted))
}
