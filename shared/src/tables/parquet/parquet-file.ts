import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { SchemaElement } from 'hyparquet'
import { UserError } from '../../errors.js'
import { checkNames } from '../check-names.js'
import { sizeOfRegular } from '../csv/byte-source.js'
import type { TableFile } from '../csv/byte-source.js'
import { tableError } from '../table-error.js'
import type { TableErrorPlace } from '../table-error.js'
import type { TableLimits } from '../table-limits.js'
import { columnType } from './column-type.js'
import type { ColumnTypeResult } from './column-type.js'
import { readColumn } from './column-chunks.js'
import type { ColumnPage } from './decode-pages.js'
import { readFooter } from './read-footer.js'
import type { TopLevelColumn } from './read-footer.js'

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
  /** Runs the conversion of stored values of a column; what cannot be converted is a `table-unreadable`, too. */
  convert<T>(name: string, work: () => T): T
  close(): Promise<void>
}

/** Opens a Parquet file; damaged or hostile ones are a `UserError` `table-unreadable`. */
export async function openParquet(file: TableFile, limits: TableLimits): Promise<ParquetFile> {
  const at = { file: file.name }
  const size = await sizeOfRegular(file)
  const handle = await open(file.path, 'r').catch((cause: unknown) => unreadable(at, cause))
  try {
    return await openHandle(handle, { at, size }, limits)
  } catch (error) {
    await handle.close()
    return unreadable(at, error)
  }
}

async function openHandle(
  handle: FileHandle,
  { at, size }: { readonly at: TableErrorPlace; readonly size: number },
  limits: TableLimits
): Promise<ParquetFile> {
  const footer = await readFooter(handle, size)
  const names = footer.columns.map(({ element }) => element.name)
  checkColumns(at, names, limits)
  const columns = new Map(footer.columns.map(column => [column.element.name, readingOf(column)]))
  const spend = spender(at, limits)
  const columnOf = (name: string) => {
    const column = columns.get(name)
    if (column === undefined) throw new Error(`no column ${name}`)
    return column
  }
  return {
    name: at.file,
    rows: footer.rows,
    names,
    reading: name => columnOf(name).reading,
    pages: name => {
      const { element } = columnOf(name)
      const pages = readColumn({ handle, size, groups: footer.groups, element, spend })
      return explained({ ...at, column: name }, pages)
    },
    convert: (name, work) => convert({ ...at, column: name }, work),
    close: () => handle.close()
  }
}

function readingOf({ element, nested }: TopLevelColumn): ParquetColumn {
  return { element, reading: nested ? { refusal: 'nested' } : columnType(element) }
}

function checkColumns(at: TableErrorPlace, names: readonly string[], limits: TableLimits): void {
  checkNames(names, at)
  if (names.length <= limits.maxColumns) return
  throw tableError('table-too-large', at, { message: `more than ${limits.maxColumns} columns` })
}

function spender(at: TableErrorPlace, limits: TableLimits): (bytes: number) => void {
  let left = limits.maxBytes
  return bytes => {
    left -= bytes
    if (left >= 0) return
    const message = `more than ${limits.maxBytes} bytes after decompression`
    throw tableError('table-too-large', at, { message, hint: 'Read fewer columns or fewer rows.' })
  }
}

async function* explained(at: TableErrorPlace, pages: AsyncIterable<ColumnPage>): AsyncIterable<ColumnPage> {
  let rows = 0
  try {
    for await (const page of pages) {
      yield page
      rows += page.rows
    }
  } catch (cause) {
    unreadable({ ...at, row: rows + 1 }, cause)
  }
}

function convert<T>(at: TableErrorPlace, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    return unreadable(at, cause)
  }
}

function unreadable(at: TableErrorPlace, cause: unknown): never {
  if (cause instanceof UserError) throw cause
  const reason = cause instanceof Error ? cause.message : String(cause)
  const what = at.row === undefined ? 'not a readable Parquet file' : 'damaged from this record on'
  throw tableError('table-unreadable', at, {
    message: `${what} (${reason})`,
    hint: 'Write the file again; flat columns with any of the usual encodings and compressions can be read.',
    cause
  })
}
