import type { ClassPredictions } from '../domain/metrics/class-predictions.js'
import type { RegressionOutcomes } from '../domain/metrics/regression-outcomes.js'
import type { ModelSignature } from '../domain/records/model-signature.js'
import type { LoadedModel, Scores } from '../ports/inference-runtime.js'
import type { Table } from '../tables/column.js'
import { classTarget, numericTarget } from '../tables/target-column.js'
import { toFeatureMatrix } from '../tables/to-feature-matrix.js'

/** Predictions for the rows of the test data, with their true values. */
export type Scored =
  | { readonly task: 'classification'; readonly predictions: ClassPredictions }
  | { readonly task: 'regression'; readonly predictions: RegressionOutcomes }

/** What is to be known of a model before its scores are predictions. */
export interface Scoring {
  readonly signature: ModelSignature
  readonly target: string
  /** Default: the signature's. */
  readonly positiveClass: string | undefined
}

/** Scores the test data with a model. */
export async function scoreModel(model: LoadedModel, table: Table, how: Scoring): Promise<Scored> {
  return scoredFrom(await model.score(toFeatureMatrix(table, how.signature.features)), table, how)
}

/** The scores of a table's rows as predictions beside their true values. */
export function scoredFrom(scores: Scores, table: Table, how: Scoring): Scored {
  const { signature } = how
  if (signature.task === 'regression') {
    return {
      task: 'regression',
      predictions: { truth: numericTarget(table, how.target), predicted: Float64Array.from(scores.values) }
    }
  }
  const classes = signature.classes ?? []
  const positiveClass = how.positiveClass ?? signature.positive_class ?? undefined
  const predictions: ClassPredictions = {
    classes,
    ...(positiveClass !== undefined && { positiveClass }),
    truth: classTarget(table, how.target),
    predicted: scores.labels ?? largest(scores.values, classes),
    probabilities: scores.values
  }
  return { task: 'classification', predictions }
}

function largest(values: Float32Array, classes: readonly string[]): string[] {
  const rows = values.length / classes.length
  return Array.from({ length: rows }, (_, row) => {
    const own = values.subarray(row * classes.length, (row + 1) * classes.length)
    return classes[own.indexOf(Math.max(...own))] ?? ''
  })
}
