import { UserError } from '../errors.js'
import type { Column, Table } from './column.js'
import { missingCells, numbersOf, textsOf } from './column-values.js'
import { describePlace } from './row-places.js'
import { missingColumns } from './select-columns.js'
import { shorten } from './table-error.js'

/**
 * The class of every row as spelled in the data (read the column as text). An absent column is a
 * `target-missing-column`, missing values a `target-missing-values` with the first row and the count.
 */
export function classTarget(table: Table, name: string): readonly string[] {
  const { codes, dictionary } = textsOf(requireTarget(table, name))
  return Array.from(codes, code => dictionary[code] ?? '')
}

/** The number of every row; errors as for `classTarget`, texts and infinities are a `target-not-numeric`. */
export function numericTarget(table: Table, name: string): Float64Array {
  const values = numbersOf(requireTarget(table, name))
  if (!(values instanceof Float64Array)) throw notNumeric(table, name, { row: values.row, text: values.text })
  const infinite = values.findIndex(value => !Number.isFinite(value))
  if (infinite >= 0) throw notNumeric(table, name, { row: infinite, text: String(values[infinite]) })
  return values
}

function requireTarget(table: Table, name: string): Column {
  const column = table.columns.find(candidate => candidate.name === name)
  if (column === undefined) throw missingColumns('target-missing-column', [name], table)
  const { count, first } = missingCells(column)
  if (count === 0) return column
  const place = describePlace(table.places, first)
  const message = `${place}: the target "${shorten(name)}" is missing (${count} of ${table.rows} rows)`
  const hint = 'Fill in the target or remove these rows; they are never dropped silently.'
  throw new UserError('target-missing-values', message, { hint })
}

function notNumeric(
  table: Table,
  name: string,
  cell: { readonly row: number; readonly text: string }
): UserError {
  const place = describePlace(table.places, cell.row)
  const message = `${place}: "${shorten(cell.text)}" in the target "${shorten(name)}" is not a finite number`
  return new UserError('target-not-numeric', message, { hint: 'A regression needs a number in every row.' })
}
