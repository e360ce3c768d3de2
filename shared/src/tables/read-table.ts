import type { Table } from './column.js'
import type { TableFile } from './csv/byte-source.js'
import { csvInput, readCsv, readCsvHeader } from './csv/read-csv.js'
import { limitsOf } from './read-options.js'
import type { ReadOptions } from './read-options.js'
import { tableError } from './table-error.js'

export type { TableFile } from './csv/byte-source.js'

const CSV_NAME = /\.csv(?:\.gz)?$/i
const PARQUET_NAME = /\.parquet$/i

/** Whether a file name is one the table readers understand: `.csv`, `.csv.gz` or `.parquet`. */
export function isTableName(name: string): boolean {
  return CSV_NAME.test(name) || PARQUET_NAME.test(name)
}

/**
 * Reads the files of one channel as one table, concatenated in name order; their headers must be identical and
 * their format the same. Errors are `UserError`s with a `table-…` code that name file, row and column.
 */
export async function readTable(files: readonly TableFile[], options: ReadOptions = {}): Promise<Table> {
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  if (formatOf(sorted) === 'csv') return readCsv(await Promise.all(sorted.map(csvInput)), options)
  const { readParquet } = await import('./parquet/read-parquet.js')
  return readParquet(sorted, options)
}

/** The column names of one data file. */
export async function readHeader(
  file: TableFile,
  options: Pick<ReadOptions, 'limits'> = {}
): Promise<readonly string[]> {
  if (formatOf([file]) === 'csv') return readCsvHeader(await csvInput(file), limitsOf(options))
  const { readParquetHeader } = await import('./parquet/read-parquet.js')
  return readParquetHeader(file, limitsOf(options))
}

/** The format of the files of one channel, in name order; several, an unknown one and no file are errors. */
export function formatOf(files: readonly TableFile[]): 'csv' | 'parquet' {
  const first = files[0]
  if (first === undefined) {
    throw tableError(
      'table-empty',
      { file: '(no file)' },
      { message: 'there is no .csv, .csv.gz or .parquet file' }
    )
  }
  for (const file of files) {
    if (!isTableName(file.name)) {
      const hint = 'Data files end in .csv, .csv.gz or .parquet.'
      throw tableError('table-unreadable', { file: file.name }, { message: 'an unknown kind of file', hint })
    }
    if (PARQUET_NAME.test(file.name) !== PARQUET_NAME.test(first.name)) {
      const message = `not of the same format as ${first.name}`
      throw tableError(
        'table-mixed-formats',
        { file: file.name },
        { message, hint: 'Use CSV or Parquet, not both.' }
      )
    }
  }
  return PARQUET_NAME.test(first.name) ? 'parquet' : 'csv'
}
