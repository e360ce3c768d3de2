import type { FileHandle } from 'node:fs/promises'
import type { ColumnMetaData, FileMetaData, SchemaElement } from 'hyparquet'
import { decodePages } from './decode-pages.js'
import type { ColumnPage } from './decode-pages.js'

/** A column of an opened file. */
export interface ColumnRequest {
  readonly handle: FileHandle
  readonly size: number
  readonly groups: FileMetaData['row_groups']
  readonly element: SchemaElement
  readonly spend: (bytes: number) => void
}

/** The pages of a column, row group by row group; damage is an `Error`. */
export async function* readColumn(request: ColumnRequest): AsyncGenerator<ColumnPage> {
  for (const group of request.groups) {
    const rows = Number(group.num_rows)
    if (rows > 0) yield* decodePages(...(await readChunk(request, group, rows)))
  }
}

type RowGroup = FileMetaData['row_groups'][number]

async function readChunk(
  { handle, size, element, spend }: ColumnRequest,
  group: RowGroup,
  rows: number
): Promise<Parameters<typeof decodePages>> {
  const meta = group.columns.find(column => column.meta_data?.path_in_schema[0] === element.name)?.meta_data
  if (meta === undefined || meta.type !== element.type)
    throw new Error(`a row group without column "${element.name}"`)
  const { start, end } = chunkRange(meta, size)
  const shape = {
    type: meta.type,
    typeLength: element.type_length,
    optional: element.repetition_type !== 'REQUIRED',
    codec: meta.codec,
    rows
  }
  return [await readExact(handle, start, end), shape, spend]
}

function chunkRange(meta: ColumnMetaData, size: number): { readonly start: number; readonly end: number } {
  const dictionary = meta.dictionary_page_offset ?? 0n
  const start = Number(dictionary > 0n ? dictionary : meta.data_page_offset)
  const end = start + Number(meta.total_compressed_size)
  if (!(start >= 0 && end >= start && end <= size)) throw new Error('a column that lies outside the file')
  return { start, end }
}

/** The bytes [start, end) of a file that has them. */
export async function readExact(handle: FileHandle, start: number, end: number): Promise<ArrayBuffer> {
  const bytes = new Uint8Array(end - start)
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, start + filled)
    if (bytesRead === 0) throw new Error('the file is cut off')
    filled += bytesRead
  }
  return bytes.buffer
}
