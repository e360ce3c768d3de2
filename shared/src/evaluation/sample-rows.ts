import { randomBelow, randomSource } from '../domain/statistics/random.js'
import type { Column, Table } from '../tables/column.js'

/** At most `most` rows of a table, drawn without replacement by the seed and left in their order; fewer rows: the table itself. */
export function sampleRows(table: Table, { most, seed }: { most: number; seed: number }): Table {
  if (table.rows <= most) return table
  const rows = drawn(table.rows, most, seed)
  return { rows: most, columns: table.columns.map(column => taken(column, rows)) }
}

/** Selection sampling (Knuth, The Art of Computer Programming 2, 3.4.2, algorithm S). */
function drawn(rows: number, most: number, seed: number): Int32Array {
  const random = randomSource(seed)
  const chosen = new Int32Array(most)
  let count = 0
  for (let row = 0; count < most; row++)
    if (randomBelow(random, rows - row) < most - count) chosen[count++] = row
  return chosen
}

function taken(column: Column, rows: Int32Array): Column {
  if (column.kind === 'numeric')
    return { ...column, values: Float64Array.from(rows, row => column.values[row] ?? NaN) }
  return { ...column, codes: Int32Array.from(rows, row => column.codes[row] ?? -1) }
}
