/** The file a row came from and its 1-based physical line (CSV) or record number (Parquet). */
export interface RowPlace {
  readonly file: string
  readonly row: number
}

interface FileRows {
  readonly name: string
  readonly firstRow: number
  readonly firstLine: number
  /** Pairs (row, lines to add from this row on): only where a record is not exactly one line. */
  readonly shifts: number[]
}

/** Maps row numbers of a table back to files and lines, storing only the irregular rows. */
export class RowPlaces {
  readonly #files: FileRows[] = []

  /** Rows from `firstRow` on come from this file, the first of them from `firstLine`. */
  startFile(name: string, firstRow: number, firstLine: number): void {
    this.#files.push({ name, firstRow, firstLine, shifts: [] })
  }

  /** Says that `row` stands on `line` of the file started last. */
  record(row: number, line: number): void {
    const file = this.#files.at(-1)
    if (file === undefined) return
    const shift = line - (file.firstLine + row - file.firstRow)
    if (shift !== (file.shifts.at(-1) ?? 0)) file.shifts.push(row, shift)
  }

  /** The place of a row, `undefined` for a row of no file. */
  locate(row: number): RowPlace | undefined {
    const file = this.#files.findLast(candidate => candidate.firstRow <= row)
    if (file === undefined) return undefined
    return { file: file.name, row: file.firstLine + row - file.firstRow + shiftAt(file.shifts, row) }
  }
}

function shiftAt(shifts: readonly number[], row: number): number {
  let low = 0
  let high = shifts.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((shifts[2 * middle] ?? 0) <= row) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : (shifts[2 * low - 1] ?? 0)
}

/** `train.csv, row 12`, or `row 12` of the table when the file is not known. */
export function describePlace(places: RowPlaces | undefined, row: number): string {
  const place = places?.locate(row)
  return place === undefined ? `row ${row + 1}` : `${place.file}, row ${place.row}`
}
