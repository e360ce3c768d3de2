import type { ClassificationOutcomes } from './classification-outcomes.js'

/** Outcomes that carry probabilities. */
export type ProbabilisticOutcomes = ClassificationOutcomes & { readonly probabilities: Float64Array }

const CLIP = 1e-15

/** Minus the log of the probability given to the actual class, per row: clipped at 1e-15, then renormalised. */
export function logLosses({ modelClasses, truth, probabilities }: ProbabilisticOutcomes): Float64Array {
  const size = modelClasses
  const clipped = (cell: number) => Math.min(Math.max(probabilities[cell] ?? NaN, CLIP), 1 - CLIP)
  return Float64Array.from(truth, (label, row) => {
    let sum = 0
    for (let index = 0; index < size; index++) sum += clipped(row * size + index)
    return -Math.log(clipped(row * size + label) / sum)
  })
}

/** Squared distance between probabilities and outcome, per row: of the positive class, or summed over more than two (Brier 1950). */
export function brierScores(outcomes: ProbabilisticOutcomes): Float64Array {
  const { modelClasses, positive, truth, probabilities } = outcomes
  const size = modelClasses
  const squared = (row: number, label: number, index: number) =>
    ((probabilities[row * size + index] ?? NaN) - (label === index ? 1 : 0)) ** 2
  return Float64Array.from(truth, (label, row) => {
    if (size <= 2) return squared(row, label, positive)
    let sum = 0
    for (let index = 0; index < size; index++) sum += squared(row, label, index)
    return sum
  })
}
