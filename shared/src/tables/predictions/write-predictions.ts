import type { Cell } from '../csv/write-csv.js'
import { writeCsv } from '../csv/write-csv.js'
import { PROBABILITY_PREFIX } from './predictions.js'
import type { Predictions } from './predictions.js'

/** Writes `predictions.csv`: `row` (from 1) or `sample_id`, `target`, `prediction`, and `probability_<class>` columns. */
export async function writePredictions(path: string, predictions: Predictions): Promise<void> {
  const probabilities = predictions.kind === 'classes' ? predictions.probabilities : undefined
  const header = [
    predictions.sampleIds === undefined ? 'row' : 'sample_id',
    ...(predictions.targets === undefined ? [] : ['target']),
    'prediction',
    ...(probabilities?.classes ?? []).map(name => `${PROBABILITY_PREFIX}${name}`)
  ]
  await writeCsv(path, header, rowsOf(predictions))
}

function* rowsOf(predictions: Predictions): Iterable<readonly Cell[]> {
  const { sampleIds, targets } = predictions
  const probabilities = predictions.kind === 'classes' ? predictions.probabilities : undefined
  const width = probabilities?.classes.length ?? 0
  for (let row = 0; row < predictions.predictions.length; row++) {
    const cells: Cell[] = [sampleIds === undefined ? row + 1 : (sampleIds[row] ?? null)]
    if (targets !== undefined) cells.push(targets[row] ?? null)
    cells.push(predictions.predictions[row] ?? null)
    for (let index = 0; index < width; index++) cells.push(probabilities?.values[row * width + index] ?? null)
    yield cells
  }
}
