import type { FileHandle } from 'node:fs/promises'
import type { ColumnMetaData, SchemaElement } from 'hyparquet'
import { ChunkBytes } from './chunk-bytes.js'
import { decodePages } from './decode-pages.js'
import type { ChunkShape, ColumnPage } from './decode-pages.js'

/** A row group, its columns by name. */
export interface RowGroup {
  readonly rows: number
  readonly columns: ReadonlyMap<string, ColumnMetaData>
}

/** A column of an opened file. */
export interface ColumnRequest {
  readonly handle: FileHandle
  readonly size: number
  readonly groups: readonly RowGroup[]
  readonly element: SchemaElement
  readonly spend: (bytes: number) => void
}

/** The pages of a column, row group by row group; damage is an `Error`. */
export async function* readColumn(request: ColumnRequest): AsyncGenerator<ColumnPage> {
  const { handle, size, element, spend } = request
  for (const { rows, columns } of request.groups) {
    if (rows === 0) continue
    const meta = columns.get(element.name)
    if (meta === undefined || meta.type !== element.type)
      throw new Error(`a row group without column "${element.name}"`)
    const { start, end } = chunkRange(meta, size)
    yield* decodePages(new ChunkBytes(handle, start, end), shapeOf(meta, element, rows), spend)
  }
}

function shapeOf(meta: ColumnMetaData, element: SchemaElement, rows: number): ChunkShape {
  return {
    type: meta.type,
    typeLength: element.type_length,
    optional: element.repetition_type !== 'REQUIRED',
    codec: meta.codec,
    rows
  }
}

function chunkRange(meta: ColumnMetaData, size: number): { readonly start: number; readonly end: number } {
  const dictionary = meta.dictionary_page_offset ?? 0n
  const start = Number(dictionary > 0n ? dictionary : meta.data_page_offset)
  const end = start + Number(meta.total_compressed_size)
  if (!(start >= 0 && end >= start && end <= size)) throw new Error('a column that lies outside the file')
  return { start, end }
}
