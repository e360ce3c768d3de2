import { open } from 'node:fs/promises'

/** A cell to write; null and NaN are written as nothing, which reads as missing. */
export type Cell = string | number | null

type Rows = Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>

const FLUSH_LENGTH = 2 ** 16
const NEEDS_QUOTES = /[",\r\n]/

/**
 * Writes a CSV file (RFC 4180, UTF-8, LF) row by row in constant memory. Numbers round-trip. Texts are written as they
 * are: a spreadsheet would run one that starts with `=`, but changing it would break the data for every other reader.
 */
export async function writeCsv(path: string, header: readonly string[], rows: Rows): Promise<void> {
  const file = await open(path, 'w')
  try {
    let pending = csvLine(header)
    for await (const row of rows) {
      pending += csvLine(row)
      if (pending.length < FLUSH_LENGTH) continue
      await file.write(pending)
      pending = ''
    }
    await file.write(pending)
  } finally {
    await file.close()
  }
}

/** One record with its line feed. */
export function csvLine(cells: readonly Cell[]): string {
  const line = cells.map(cellText).join(',')
  // A record that is one empty field would be a blank line, which readers skip.
  return line === '' && cells.length === 1 ? '""\n' : `${line}\n`
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return numberText(cell)
  return NEEDS_QUOTES.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return ''
  return Object.is(value, -0) ? '-0' : String(value)
}
