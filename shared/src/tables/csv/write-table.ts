import type { Column, Table } from '../column.js'
import { writeCsv, type Cell } from './write-csv.js'

/** Writes a table as CSV that `readTable` reads back: missing cells empty, numbers that round-trip. */
export async function writeTable(table: Table, path: string): Promise<void> {
  await writeCsv(
    path,
    table.columns.map(column => column.name),
    rowsOf(table)
  )
}

function* rowsOf(table: Table): Iterable<readonly Cell[]> {
  for (let row = 0; row < table.rows; row++) yield table.columns.map(column => cellOf(column, row))
}

function cellOf(column: Column, row: number): Cell {
  if (column.kind === 'text') return column.dictionary[column.codes[row] ?? -1] ?? null
  const value = column.values[row] ?? Number.NaN
  return Number.isNaN(value) ? null : value
}
