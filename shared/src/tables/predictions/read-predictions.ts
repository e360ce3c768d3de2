import { UserError } from '../../errors.js'
import type { Column, Table } from '../column.js'
import { missingCells, numbersOf, textsOf } from '../column-values.js'
import { readHeader, readTable } from '../read-table.js'
import type { TableFile } from '../read-table.js'
import type { DeclaredKind } from '../read-options.js'
import { describePlace } from '../row-places.js'
import { missingColumns } from '../select-columns.js'
import { shorten } from '../table-error.js'
import { PROBABILITY_PREFIX } from './predictions.js'
import type { ClassPredictions, NumericPredictions, Predictions } from './predictions.js'

/** What a predictions file is about. */
export interface PredictionsShape {
  readonly kind: Predictions['kind']
  /** Name of the sample id column of the data; `sample_id` is always understood. */
  readonly sampleId?: string
}

/**
 * Reads a predictions file (CSV or Parquet) with the columns of `writePredictions`. Missing or impossible values are a
 * `predictions-invalid` with the place; an absent `prediction` column is a `predictions-missing-column`.
 */
export async function readPredictions(file: TableFile, shape: PredictionsShape): Promise<Predictions> {
  const header = await readHeader(file)
  const idName = header.find(name => name === 'sample_id' || name === shape.sampleId)
  const texts = [
    ...(idName === undefined ? [] : [idName]),
    ...(shape.kind === 'classes' ? ['target', 'prediction'] : [])
  ]
  const kinds = new Map(texts.map((name): [string, DeclaredKind] => [name, 'text']))
  const table = await readTable([file], { kinds })
  const find = (name: string | undefined) => table.columns.find(column => column.name === name)
  const id = find(idName)
  const prediction = find('prediction')
  if (prediction === undefined) throw missingColumns('predictions-missing-column', ['prediction'], table)
  const sampleIds = id === undefined ? {} : { sampleIds: requireTexts(table, id) }
  const columns = { prediction, target: find('target') }
  return shape.kind === 'classes'
    ? { ...sampleIds, ...classesOf(table, columns) }
    : { ...sampleIds, ...numbersFrom(table, columns) }
}

interface Columns {
  readonly prediction: Column
  readonly target: Column | undefined
}

function classesOf(table: Table, { prediction, target }: Columns): ClassPredictions {
  const columns = table.columns.filter(column => column.name.startsWith(PROBABILITY_PREFIX))
  const classes = columns.map(column => column.name.slice(PROBABILITY_PREFIX.length))
  const values = new Float64Array(table.rows * columns.length)
  columns.forEach((column, index) => {
    const numbers = requireNumbers(table, column)
    const wrong = numbers.findIndex(value => !(value >= 0 && value <= 1))
    if (wrong >= 0)
      throw invalid(table, column, { row: wrong, fault: `${numbers[wrong] ?? ''} is not between 0 and 1` })
    numbers.forEach((value, row) => (values[row * columns.length + index] = value))
  })
  return {
    kind: 'classes',
    predictions: requireTexts(table, prediction),
    ...(target === undefined ? {} : { targets: requireTexts(table, target) }),
    ...(columns.length === 0 ? {} : { probabilities: { classes, values } })
  }
}

function numbersFrom(table: Table, { prediction, target }: Columns): NumericPredictions {
  return {
    kind: 'numbers',
    predictions: requireNumbers(table, prediction),
    ...(target === undefined ? {} : { targets: requireNumbers(table, target) })
  }
}

function requireTexts(table: Table, column: Column): readonly string[] {
  requirePresent(table, column)
  const { codes, dictionary } = textsOf(column)
  return Array.from(codes, code => dictionary[code] ?? '')
}

function requireNumbers(table: Table, column: Column): Float64Array {
  requirePresent(table, column)
  const values = numbersOf(column)
  if (values instanceof Float64Array) return values
  throw invalid(table, column, { row: values.row, fault: `"${shorten(values.text)}" is not a number` })
}

function requirePresent(table: Table, column: Column): void {
  const { count, first } = missingCells(column)
  if (count > 0)
    throw invalid(table, column, { row: first, fault: `missing (${count} of ${table.rows} rows)` })
}

function invalid(
  table: Table,
  column: Column,
  cell: { readonly row: number; readonly fault: string }
): UserError {
  const place = `${describePlace(table.places, cell.row)}, column "${shorten(column.name)}"`
  const hint =
    'Every row needs a prediction, and a probability between 0 and 1 for every class if it has any.'
  return new UserError('predictions-invalid', `${place}: ${cell.fault}`, { hint })
}
