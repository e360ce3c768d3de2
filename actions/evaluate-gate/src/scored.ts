import type { ClassPredictions } from '../../../shared/src/domain/metrics/class-predictions.js'
import type { RegressionOutcomes } from '../../../shared/src/domain/metrics/regression-outcomes.js'
import type { ModelSignature } from '../../../shared/src/domain/records/model-signature.js'
import type { LoadedModel } from '../../../shared/src/ports/inference-runtime.js'
import type { Table } from '../../../shared/src/tables/column.js'
import { readPredictions } from '../../../shared/src/tables/predictions/read-predictions.js'
import type { TableFile } from '../../../shared/src/tables/read-table.js'
import { classTarget, numericTarget } from '../../../shared/src/tables/target-column.js'
import { toFeatureMatrix } from '../../../shared/src/tables/to-feature-matrix.js'
import { assertSameTargets, inOrderOf } from './prediction-rows.js'

/** Predictions for the rows of the test data, with their true values. */
export type Scored =
  | { readonly task: 'classification'; readonly predictions: ClassPredictions }
  | { readonly task: 'regression'; readonly predictions: RegressionOutcomes }

/** Scores the test data with a model. */
export async function scoreModel(
  model: LoadedModel,
  table: Table,
  how: { signature: ModelSignature; target: string; positiveClass: string | undefined }
): Promise<Scored> {
  const { signature } = how
  const scores = await model.score(toFeatureMatrix(table, signature.features))
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

/** Takes predictions from a file in place of a model. */
export async function scoreFromFile(
  file: TableFile,
  table: Table,
  how: {
    task: 'classification' | 'regression'
    target: string
    positiveClass: string | undefined
    sampleIdColumn: string | undefined
  }
): Promise<Scored> {
  const read = await readPredictions(file, {
    kind: how.task === 'regression' ? 'numbers' : 'classes',
    ...(how.sampleIdColumn !== undefined && { sampleId: how.sampleIdColumn })
  })
  const found = inOrderOf(table, how.sampleIdColumn, { file: file.name, predictions: read })
  if (found.kind === 'numbers') {
    const truth = numericTarget(table, how.target)
    assertSameTargets(file.name, truth, found.targets)
    return { task: 'regression', predictions: { truth, predicted: found.predictions } }
  }
  const truth = classTarget(table, how.target)
  assertSameTargets(file.name, truth, found.targets)
  const classes = found.probabilities?.classes ?? [...new Set([...truth, ...found.predictions])].sort()
  const predictions: ClassPredictions = {
    classes,
    ...(how.positiveClass !== undefined && { positiveClass: how.positiveClass }),
    truth,
    predicted: found.predictions,
    ...(found.probabilities !== undefined && { probabilities: found.probabilities.values })
  }
  return { task: 'classification', predictions }
}
