import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { parquetMetadataAsync, parquetSchema } from 'hyparquet'
import type { AsyncBuffer, FileMetaData, SchemaElement } from 'hyparquet'
import { UserError } from '../../errors.js'
import { checkNames } from '../check-names.js'
import type { TableFile } from '../csv/byte-source.js'
import { tableError } from '../table-error.js'
import type { TableLimits } from '../table-limits.js'
import { columnType } from './column-type.js'
import type { ColumnTypeResult } from './column-type.js'
import { readColumn, readExact } from './column-chunks.js'
import type { ColumnPage } from './decode-pages.js'

interface ParquetColumn {
  readonly element: SchemaElement
  readonly reading: ColumnTypeResult
}

/** An opened Parquet file, its names checked. */
export interface ParquetFile {
  readonly name: string
  readonly rows: number
  /** Top-level column names in order. */
  readonly names: readonly string[]
  /** How a column is read, or why it cannot be. */
  reading(name: string): ColumnTypeResult
  /** The pages of a column that can be read; damaged ones are a `table-unreadable`. */
  pages(name: string): AsyncIterable<ColumnPage>
  /** Runs the conversion of stored values; values that cannot be converted are a `table-unreadable`, too. */
  convert<T>(work: () => T): T
  close(): Promise<void>
}

/** Opens a Parquet file; damaged or hostile ones are a `UserError` `table-unreadable`. */
export async function openParquet(file: TableFile, limits: TableLimits): Promise<ParquetFile> {
  const handle = await open(file.path, 'r').catch((cause: unknown) => unreadable(file, cause))
  try {
    const { metadata, columns, names, size } = await readSchema(handle).catch((cause: unknown) =>
      unreadable(file, cause)
    )
    checkColumns(file, names, limits)
    const spend = spender(file, limits)
    const columnOf = (name: string) => {
      const column = columns.get(name)
      if (column === undefined) throw new Error(`no column ${name}`)
      return column
    }
    const pages = (name: string) => {
      const { element } = columnOf(name)
      return explained(file, readColumn({ handle, size, groups: metadata.row_groups, element, spend }))
    }
    const rows = countRows(file, metadata)
    return {
      name: file.name,
      rows,
      names,
      reading: name => columnOf(name).reading,
      pages,
      convert: work => convert(file, work),
      close: () => handle.close()
    }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** The library's types promise what a damaged footer does not keep. */
function requireText(name: unknown): void {
  if (typeof name !== 'string') throw new Error('a column without a name')
}

function checkColumns(file: TableFile, names: readonly string[], limits: TableLimits): void {
  checkNames(names, { file: file.name })
  if (names.length <= limits.maxColumns) return
  throw tableError(
    'table-too-large',
    { file: file.name },
    { message: `more than ${limits.maxColumns} columns` }
  )
}

function spender(file: TableFile, limits: TableLimits): (bytes: number) => void {
  let left = limits.maxBytes
  return bytes => {
    left -= bytes
    if (left >= 0) return
    const message = `more than ${limits.maxBytes} bytes after decompression`
    throw tableError(
      'table-too-large',
      { file: file.name },
      { message, hint: 'Read fewer columns or fewer rows.' }
    )
  }
}

async function readSchema(handle: FileHandle) {
  const { size } = await handle.stat()
  const buffer: AsyncBuffer = {
    byteLength: size,
    slice: (start, end = size) => readExact(handle, start, end)
  }
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false })
  const columns = new Map<string, ParquetColumn>()
  const names: string[] = []
  for (const { element, children } of parquetSchema(metadata).children) {
    const nested = children.length > 0 || element.repetition_type === 'REPEATED'
    requireText(element.name)
    columns.set(element.name, { element, reading: nested ? { refusal: 'nested' } : columnType(element) })
    names.push(element.name)
  }
  return { metadata, columns, names, size }
}

function countRows(file: TableFile, metadata: FileMetaData): number {
  const groups = metadata.row_groups.map(group => Number(group.num_rows))
  const rows = groups.reduce((sum, count) => sum + count, 0)
  const sane = groups.every(count => Number.isSafeInteger(count) && count >= 0)
  if (sane && rows === Number(metadata.num_rows)) return rows
  throw tableError(
    'table-unreadable',
    { file: file.name },
    { message: 'its row counts contradict each other' }
  )
}

async function* explained(file: TableFile, pages: AsyncIterable<ColumnPage>): AsyncIterable<ColumnPage> {
  try {
    yield* pages
  } catch (cause) {
    unreadable(file, cause)
  }
}

function convert<T>(file: TableFile, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    return unreadable(file, cause)
  }
}

function unreadable(file: TableFile, cause: unknown): never {
  if (cause instanceof UserError) throw cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  throw tableError(
    'table-unreadable',
    { file: file.name },
    {
      message: `not a readable Parquet file (${reason})`,
      hint: 'Write the file again; flat columns with any of the usual encodings and compressions can be read.',
      cause
    }
  )
}
