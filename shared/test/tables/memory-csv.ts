import type { Column, Table } from '../../src/tables/column.js'
import type { CsvInput } from '../../src/tables/csv/read-csv.js'

/** A CSV file in memory that hands out its bytes in pieces of at most `pieceBytes`. */
export function memoryCsv(content: string | Uint8Array, name = 'data.csv', pieceBytes = Infinity): CsvInput {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return {
    name,
    sizeBytes: bytes.length,
    open: async () => {
      let position = 0
      return {
        read: async (into, offset, length) => {
          const piece = bytes.subarray(position, position + Math.min(length, pieceBytes))
          into.set(piece, offset)
          position += piece.length
          return piece.length
        },
        close: async () => undefined
      }
    }
  }
}

/** The cells of a column as plain values, missing ones null. */
export function cellsOf(column: Column | undefined): (string | number | null)[] {
  if (column === undefined) return []
  if (column.kind === 'numeric')
    return Array.from(column.values, value => (Number.isNaN(value) ? null : value))
  return Array.from(column.codes, code => column.dictionary[code] ?? null)
}

/** All columns of a table by name, as plain values. */
export function contentOf(table: Table): Record<string, (string | number | null)[]> {
  return Object.fromEntries(table.columns.map(column => [column.name, cellsOf(column)]))
}

/** Kind of each column by name. */
export function kindsOf(table: Table): Record<string, string> {
  return Object.fromEntries(table.columns.map(column => [column.name, column.kind]))
}
