import { crc32 } from 'node:zlib'
import type { ColumnMetaData, DecodedArray, PageHeader } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import type { ChunkBytes } from './chunk-bytes.js'
import { decodePlain, decodeValues } from './decode-values.js'
import type { ValueShape } from './decode-values.js'
import { decodeRleHybrid } from './rle-hybrid.js'
import { decompress } from './decompress.js'

/** The rows of one page of a flat column. */
export interface ColumnPage {
  readonly rows: number
  /** 1 where a row has a value; absent when all have. */
  readonly present: Uint8Array | undefined
  /** The values that are present: raw ones, or numbers of entries in `dictionary`. */
  readonly values: DecodedArray
  readonly dictionary: DecodedArray | undefined
}

/** What a column chunk is made of. */
export interface ChunkShape extends ValueShape {
  readonly optional: boolean
  readonly codec: ColumnMetaData['codec']
  readonly rows: number
}

const MAX_PAGE_BYTES = 2 ** 29
const MAX_PAGE_ROWS = 2 ** 26

/**
 * Decodes the pages of a column chunk. What the headers claim is checked against the bytes and the row count before
 * anything is allocated for it; `spend` is told the bytes of each page after decompression. Damage is an `Error`.
 */
export async function* decodePages(
  chunk: ChunkBytes,
  shape: ChunkShape,
  spend: (bytes: number) => void
): AsyncGenerator<ColumnPage> {
  let dictionary: DecodedArray | undefined
  let rows = 0
  while (rows < shape.rows) {
    const header = parquetHeader({ view: viewOf(await chunk.takeThrift()), offset: 0 })
    requireBetween(header.compressed_page_size, chunk.left, 'compressed page size')
    requireBetween(header.uncompressed_page_size, MAX_PAGE_BYTES, 'page size')
    spend(header.uncompressed_page_size)
    const bytes = await chunk.take(header.compressed_page_size)
    requireChecksum(bytes, header)
    if (header.type === 'DICTIONARY_PAGE') dictionary = decodeDictionary(bytes, header, shape)
    else if (header.type !== 'INDEX_PAGE') {
      const page = decodeDataPage({ bytes, header, dictionary }, shape, shape.rows - rows)
      rows += page.rows
      yield page
    }
  }
}

function viewOf(bytes: Uint8Array<ArrayBuffer>): DataView<ArrayBuffer> {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}

/** Writers may leave the checksum (CRC-32 of the page as stored) out; a wrong one is damage. */
function requireChecksum(bytes: Uint8Array, { crc }: PageHeader): void {
  if (crc !== undefined && crc >>> 0 !== crc32(bytes)) throw new Error('a page whose checksum is wrong')
}

function decodeDictionary(bytes: Uint8Array, header: PageHeader, shape: ChunkShape): DecodedArray {
  const count = header.dictionary_page_header?.num_values
  const page = decompress(shape.codec, bytes, header.uncompressed_page_size)
  requireBetween(count, page.length, 'dictionary size')
  return decodePlain(page, count, shape)
}

interface DataPage {
  readonly bytes: Uint8Array
  readonly header: PageHeader
  readonly dictionary: DecodedArray | undefined
}

function decodeDataPage(page: DataPage, shape: ChunkShape, rowsLeft: number): ColumnPage {
  const { header } = page
  const facts = header.data_page_header ?? header.data_page_header_v2
  const rows = facts?.num_values
  requireBetween(rows, Math.min(rowsLeft, MAX_PAGE_ROWS), 'number of values')
  const { levels, data } = header.data_page_header === undefined ? splitV2(page, shape) : splitV1(page, shape)
  const present = levels === undefined ? undefined : decodeRleHybrid(levels, 1, new Uint8Array(rows))
  const count = present === undefined ? rows : present.reduce((sum, level) => sum + level, 0)
  const values = decodeValues(data, { encoding: facts?.encoding, count, shape, dictionary: page.dictionary })
  const coded = facts?.encoding === 'PLAIN_DICTIONARY' || facts?.encoding === 'RLE_DICTIONARY'
  return {
    rows,
    present: count === rows ? undefined : present,
    values,
    dictionary: coded ? page.dictionary : undefined
  }
}

interface SplitPage {
  /** Definition levels, undefined when every row has a value. */
  readonly levels: Uint8Array | undefined
  readonly data: Uint8Array
}

function splitV1({ bytes, header }: DataPage, shape: ChunkShape): SplitPage {
  const page = decompress(shape.codec, bytes, header.uncompressed_page_size)
  if (!shape.optional) return { levels: undefined, data: page }
  if (header.data_page_header?.definition_level_encoding !== 'RLE')
    throw new Error('an outdated level encoding')
  const length = new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(0, true)
  requireBetween(length, page.length - 4, 'level size')
  return { levels: page.subarray(4, 4 + length), data: page.subarray(4 + length) }
}

function splitV2({ bytes, header }: DataPage, shape: ChunkShape): SplitPage {
  const facts = header.data_page_header_v2
  const repetition = facts?.repetition_levels_byte_length
  const definition = facts?.definition_levels_byte_length
  requireBetween(repetition, bytes.length, 'level size')
  requireBetween(definition, bytes.length - repetition, 'level size')
  const levels = bytes.subarray(repetition, repetition + definition)
  const stored = bytes.subarray(repetition + definition)
  const size = header.uncompressed_page_size - repetition - definition
  requireBetween(size, MAX_PAGE_BYTES, 'page size')
  const data = facts?.is_compressed === false ? stored : decompress(shape.codec, stored, size)
  return { levels: shape.optional ? levels : undefined, data }
}

function requireBetween(value: number | undefined, most: number, what: string): asserts value is number {
  if (value === undefined || !Number.isInteger(value) || value < 0 || value > most) {
    throw new Error(`a page header with an impossible ${what} (${String(value)})`)
  }
}
