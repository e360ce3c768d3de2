import type { FileHandle } from 'node:fs/promises'
import { parquetMetadata } from 'hyparquet'
import type { ColumnMetaData, FileMetaData, SchemaElement } from 'hyparquet'
import { readExact } from './chunk-bytes.js'
import type { RowGroup } from './column-chunks.js'
import { thriftEnd } from './thrift-end.js'

/** A column below the root of the schema. */
export interface TopLevelColumn {
  readonly element: SchemaElement
  readonly nested: boolean
}

/** What the footer of a Parquet file says, as far as it is needed. */
export interface Footer {
  readonly columns: readonly TopLevelColumn[]
  readonly groups: readonly RowGroup[]
  readonly rows: number
}

const MAGIC = 'PAR1'
const ENCRYPTED = 'PARE'
/** Length of the footer and closing magic. */
const TAIL_BYTES = 8
const MAX_FOOTER_BYTES = 2 ** 24

/** Reads and checks the footer; damage is an `Error`. */
export async function readFooter(handle: FileHandle, size: number): Promise<Footer> {
  if (size < MAGIC.length + TAIL_BYTES) throw new Error(`${size} bytes are too few`)
  requireMagic(await readExact(handle, 0, MAGIC.length), 'start')
  const tail = await readExact(handle, size - TAIL_BYTES, size)
  requireMagic(tail.slice(-MAGIC.length), 'end')
  const length = new DataView(tail).getUint32(0, true)
  if (length > size - MAGIC.length - TAIL_BYTES) throw new Error('a footer longer than the file')
  if (length > MAX_FOOTER_BYTES)
    throw new Error(`a footer of ${length} bytes: write fewer row groups or fewer columns`)
  const bytes = await readExact(handle, size - TAIL_BYTES - length, size)
  if (thriftEnd(new Uint8Array(bytes, 0, length), 0) === undefined)
    throw new Error('a footer that ends early')
  return footerOf(parquetMetadata(bytes, { geoparquet: false }))
}

function requireMagic(bytes: ArrayBuffer, where: string): void {
  const magic = Buffer.from(bytes).toString('latin1')
  if (magic === ENCRYPTED) throw new Error('it is encrypted')
  if (magic !== MAGIC) throw new Error(`no "${MAGIC}" at its ${where}: another kind of file, or cut off`)
}

function footerOf({ schema, row_groups, num_rows }: FileMetaData): Footer {
  const groups = row_groups.map(group => ({ rows: Number(group.num_rows), columns: byName(group.columns) }))
  const rows = groups.reduce((sum, group) => sum + group.rows, 0)
  const sane = groups.every(group => Number.isSafeInteger(group.rows) && group.rows >= 0)
  if (!sane || rows !== Number(num_rows)) throw new Error('its row counts contradict each other')
  return { columns: topLevel(schema), groups, rows }
}

function byName(columns: FileMetaData['row_groups'][number]['columns']): RowGroup['columns'] {
  const named = new Map<string, ColumnMetaData>()
  for (const { meta_data: meta } of columns) {
    const [name] = meta?.path_in_schema ?? []
    if (meta !== undefined && name !== undefined && !named.has(name)) named.set(name, meta)
  }
  return named
}

/** The schema is a tree in depth-first order; each element says how many children follow it. */
function topLevel(schema: readonly SchemaElement[]): readonly TopLevelColumn[] {
  const columns: TopLevelColumn[] = []
  let index = 1
  for (let left = childrenOf(schema[0]); left > 0; left--) {
    const element = schema[index]
    const nested = childrenOf(element) > 0 || element?.repetition_type === 'REPEATED'
    if (typeof element?.name !== 'string') throw new Error('a column without a name')
    columns.push({ element, nested })
    for (let open = 1; open > 0; index++) open += childrenOf(schema[index]) - 1
  }
  return columns
}

/** The library's types promise what a damaged footer does not keep. */
function childrenOf(element: SchemaElement | undefined): number {
  const children: unknown = element === undefined ? undefined : (element.num_children ?? 0)
  if (typeof children === 'number' && children >= 0) return children
  throw new Error('a schema that is not a tree')
}
