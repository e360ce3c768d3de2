import type { ClassPredictions } from '../../../shared/src/domain/metrics/class-predictions.js'
import type { Scored } from '../../../shared/src/evaluation/scored.js'
import type { Table } from '../../../shared/src/tables/column.js'
import { readPredictions } from '../../../shared/src/tables/predictions/read-predictions.js'
import type { TableFile } from '../../../shared/src/tables/read-table.js'
import { classTarget, numericTarget } from '../../../shared/src/tables/target-column.js'
import { assertSameTargets, inOrderOf } from './prediction-rows.js'

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
