import type { Column, Table } from '../column.js'
import type { TableFile } from '../csv/byte-source.js'
import { hasFewDistinct, limitsOf, modeOf } from '../read-options.js'
import type { ReadOptions } from '../read-options.js'
import { RowPlaces } from '../row-places.js'
import { requireSameHeader } from '../same-header.js'
import type { Header } from '../same-header.js'
import { shorten, tableError } from '../table-error.js'
import type { TableLimits } from '../table-limits.js'
import type { TextBudget } from '../text-budget.js'
import { numericColumn, textColumn } from './parquet-column.js'
import { openParquet } from './parquet-file.js'
import type { ParquetFile } from './parquet-file.js'

/** The column names of a Parquet file. */
export async function readParquetHeader(file: TableFile, limits: TableLimits): Promise<readonly string[]> {
  const parquet = await openParquet(file, limits)
  await parquet.close()
  return parquet.names
}

/**
 * Reads Parquet files with the same columns as one table, in the given order, one column at a time.
 *
 * A column is text when any file stores it as text, or when it holds integers beyond ±2^53, which no double
 * represents; other numbers are numeric. Nested and binary columns are a `table-unreadable` that names them all.
 */
export async function readParquet(files: readonly TableFile[], options: ReadOptions): Promise<Table> {
  const limits = limitsOf(options)
  const opened: ParquetFile[] = []
  try {
    for (const file of files) opened.push(await openParquet(file, limits))
    return await readOpened(opened, options)
  } finally {
    await Promise.all(opened.map(file => file.close()))
  }
}

async function readOpened(files: readonly ParquetFile[], options: ReadOptions): Promise<Table> {
  const header = files[0]?.names ?? []
  const wanted = options.columns === undefined ? undefined : new Set(options.columns)
  const names = header.filter(name => modeOf(name, options, wanted) !== 'skip')
  for (const file of files) checkFile(file, { file: files[0]?.name ?? '', names: header }, names)
  const rows = files.reduce((sum, file) => sum + file.rows, 0)
  checkSize(files, rows * names.length, limitsOf(options))

  const places = new RowPlaces()
  let firstRow = 0
  for (const file of files) {
    places.startFile(file.name, firstRow, 1)
    firstRow += file.rows
  }
  const budget = { left: limitsOf(options).maxDictionaryBytes }
  const columns: Column[] = []
  for (const name of names) columns.push(await readColumn(files, name, { rows, options, budget }))
  return { rows, columns, header, places }
}

function checkFile(file: ParquetFile, first: Header, wanted: readonly string[]): void {
  requireSameHeader(first, { file: file.name, names: file.names })
  const refused = wanted.flatMap(name => {
    const result = file.reading(name)
    return 'refusal' in result ? [`"${shorten(name)}" is ${result.refusal}`] : []
  })
  if (refused.length === 0) return
  const message = `columns that cannot be read: ${refused.slice(0, 10).join(', ')}`
  const hint = 'Flatten them into plain columns, or leave them out (features:).'
  throw tableError('table-unreadable', { file: file.name }, { message, hint })
}

function checkSize(files: readonly ParquetFile[], cells: number, limits: TableLimits): void {
  const file = files[0]?.name ?? '(no file)'
  if (cells === 0) throw tableError('table-empty', { file }, { message: 'no rows' })
  if (cells <= limits.maxCells) return
  const message = `${cells} cells, more than ${limits.maxCells}`
  throw tableError(
    'table-too-large',
    { file },
    { message, hint: 'Read fewer columns, or a sample of the rows.' }
  )
}

interface ColumnWish {
  readonly rows: number
  readonly options: ReadOptions
  readonly budget: TextBudget
}

async function readColumn(
  files: readonly ParquetFile[],
  name: string,
  { rows, options, budget }: ColumnWish
): Promise<Column> {
  const declared = options.kinds?.get(name)
  if (declared === 'numeric')
    return numericColumn(files, name, { rows, required: true }).then(found => found ?? never())
  if (declared === 'text' || files.some(file => storesText(file, name)))
    return textColumn(files, name, { rows, budget })
  const column = await numericColumn(files, name, { rows, required: false })
  const keep = column !== undefined && !hasFewDistinct(column.values, options.fewDistinctAsText ?? 0)
  return keep ? column : textColumn(files, name, { rows, budget })
}

function never(): never {
  throw new Error('a required numeric column is read or refused')
}

function storesText(file: ParquetFile, name: string): boolean {
  const result = file.reading(name)
  return 'type' in result && result.type.kind === 'text'
}
