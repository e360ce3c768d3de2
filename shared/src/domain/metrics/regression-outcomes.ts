import { UserError } from '../../errors.js'

/** What a model predicted for rows whose number is known. */
export interface RegressionOutcomes {
  readonly truth: Float64Array
  readonly predicted: Float64Array
}

/** Throws `UserError` `predictions-invalid` unless there is one prediction per row. */
export function assertRegressionOutcomes({ truth, predicted }: RegressionOutcomes): void {
  if (truth.length === predicted.length) return
  throw new UserError(
    'predictions-invalid',
    `there are ${predicted.length} predictions for ${truth.length} rows`,
    { hint: 'give exactly one prediction per test row' }
  )
}

/** The outcomes of some of the rows, in the order given. */
export function selectNumbers(outcomes: RegressionOutcomes, rows: Int32Array): RegressionOutcomes {
  const pick = (values: Float64Array) => Float64Array.from(rows, row => values[row] ?? NaN)
  return { truth: pick(outcomes.truth), predicted: pick(outcomes.predicted) }
}

/** Why these outcomes have no metrics at all, or undefined when they have. */
export function outcomesDefect({ truth, predicted }: RegressionOutcomes): string | undefined {
  const target = truth.findIndex(value => !Number.isFinite(value))
  if (target >= 0) return `the target of row ${target + 1} is not a finite number`
  const prediction = predicted.findIndex(value => !Number.isFinite(value))
  return prediction < 0 ? undefined : `the prediction of row ${prediction + 1} is not a finite number`
}
