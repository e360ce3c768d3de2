import { UserError } from '../../../shared/src/errors.js'
import { textColumn } from '../../../shared/src/evaluation/test-table.js'
import type { Table } from '../../../shared/src/tables/column.js'
import type { Predictions } from '../../../shared/src/tables/predictions/predictions.js'

const HINT =
  'Give exactly one prediction per test row: in the order of the test data, or with its sample ids in a column sample_id.'

const invalid = (message: string) => new UserError('predictions-invalid', message, { hint: HINT })

/**
 * The predictions in the order of the test rows: joined by sample id where both sides have one, else as they stand.
 * Rows that do not belong together are a `UserError` `predictions-invalid`.
 */
export function inOrderOf(
  table: Table,
  sampleIdColumn: string | undefined,
  from: { readonly file: string; readonly predictions: Predictions }
): Predictions {
  const { file, predictions } = from
  if (predictions.predictions.length !== table.rows)
    throw invalid(`${file} has ${predictions.predictions.length} predictions for ${table.rows} test rows`)
  const ids = sampleIdColumn === undefined ? undefined : textColumn(table, sampleIdColumn)
  if (ids === undefined || predictions.sampleIds === undefined) return predictions
  const rowOf = new Map(predictions.sampleIds.map((id, row) => [id, row]))
  if (rowOf.size < table.rows) throw invalid(`${file} has more than one prediction for a sample id`)
  const rows = Int32Array.from(ids.codes, (code, row) => {
    const id = ids.dictionary[code] ?? ''
    const found = rowOf.get(id)
    // Each taken once: a sample id that stands on two test rows is not a key.
    rowOf.delete(id)
    if (found !== undefined) return found
    throw invalid(
      `${file} has no prediction of its own for row ${row + 1}, sample id ${JSON.stringify(id.slice(0, 100))}`
    )
  })
  return reordered(predictions, rows)
}

function reordered(predictions: Predictions, rows: Int32Array): Predictions {
  const texts = (values: readonly string[]) => Array.from(rows, row => values[row] ?? '')
  const numbers = (values: Float64Array) => Float64Array.from(rows, row => values[row] ?? Number.NaN)
  const { targets } = predictions
  if (predictions.kind === 'numbers') {
    return {
      kind: 'numbers',
      predictions: numbers(predictions.predictions),
      ...(targets instanceof Float64Array && { targets: numbers(targets) })
    }
  }
  const { probabilities } = predictions
  return {
    kind: 'classes',
    predictions: texts(predictions.predictions),
    ...(predictions.targets !== undefined && { targets: texts(predictions.targets) }),
    ...(probabilities !== undefined && {
      probabilities: { classes: probabilities.classes, values: reorderedCells(probabilities, rows) }
    })
  }
}

function reorderedCells(
  { classes, values }: { readonly classes: readonly string[]; readonly values: Float32Array | Float64Array },
  rows: Int32Array
): Float64Array {
  const width = classes.length
  const cells = new Float64Array(rows.length * width)
  rows.forEach((from, to) => cells.set(values.subarray(from * width, (from + 1) * width), to * width))
  return cells
}

/** Targets that the file repeats must be those of the test data: otherwise its rows are in another order. */
export function assertSameTargets<T extends readonly string[] | Float64Array>(
  file: string,
  truth: T,
  targets: T | undefined
): void {
  if (targets === undefined) return
  const row = truth.findIndex((value: string | number, index: number) => value !== targets[index])
  if (row < 0) return
  const [theirs, ours] = [targets[row], truth[row]].map(value => String(value).slice(0, 100))
  throw invalid(`row ${row + 1} of ${file} has the target "${theirs ?? ''}", the test data "${ours ?? ''}"`)
}
