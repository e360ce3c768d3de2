import type { DecodedArray, Encoding, ParquetType } from 'hyparquet'
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js'
import { byteStreamSplit } from 'hyparquet/src/encoding.js'
import { readPlain } from 'hyparquet/src/plain.js'
import { deltaEnd } from './delta-end.js'
import { decodeRleHybrid } from './rle-hybrid.js'

/** How values of a column are stored. */
export interface ValueShape {
  readonly type: ParquetType
  readonly typeLength: number | undefined
}

interface ValueRequest {
  readonly encoding: Encoding | undefined
  readonly count: number
  readonly shape: ValueShape
  readonly dictionary: DecodedArray | undefined
}

const MAX_TEXT_BYTES = 2 ** 29

/** The `count` values of a page: raw ones, or dictionary entry numbers that were checked to exist. */
export function decodeValues(
  data: Uint8Array,
  { encoding, count, shape, dictionary }: ValueRequest
): DecodedArray {
  if (count === 0) return []
  switch (encoding) {
    case 'PLAIN':
      return decodePlain(data, count, shape)
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      return entries(decodeRleHybrid(data.subarray(1), data[0] ?? 0, new Int32Array(count)), dictionary)
    case 'RLE':
      if (shape.type !== 'BOOLEAN') break
      return Array.from(decodeRleHybrid(data.subarray(4), 1, new Uint8Array(count)), bit => bit === 1)
    case 'DELTA_BINARY_PACKED':
      return deltaNumbers(data, count, shape)
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return deltaTexts(data, 0, count)
    case 'DELTA_BYTE_ARRAY':
      return prefixedTexts(data, count)
    case 'BYTE_STREAM_SPLIT':
      requireRoom(data, count, BITS[shape.type] ?? 8 * (shape.typeLength ?? 0))
      return byteStreamSplit(readerOf(data), count, shape.type, shape.typeLength)
  }
  throw new Error(`the encoding ${String(encoding)} is not supported for ${shape.type}`)
}

interface Reader {
  readonly view: DataView
  offset: number
}

function readerOf(bytes: Uint8Array): Reader {
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 }
}

/** The fewest bits that a value takes; those of a fixed length are missing. */
const BITS: Partial<Record<ParquetType, number>> = {
  BOOLEAN: 1,
  INT32: 32,
  INT64: 64,
  INT96: 96,
  FLOAT: 32,
  DOUBLE: 64,
  BYTE_ARRAY: 32
}

/** `count` values stored one after the other; a count that cannot be is an `Error` before anything is allocated. */
export function decodePlain(data: Uint8Array, count: number, shape: ValueShape): DecodedArray {
  requireRoom(data, count, BITS[shape.type] ?? 8 * (shape.typeLength ?? 0))
  const reader = readerOf(data)
  const values = readPlain(reader, shape.type, count, shape.typeLength)
  if (reader.offset > data.length) throw new Error('a page that ends early')
  return values
}

function requireRoom(data: Uint8Array, count: number, bits: number): void {
  if (!(bits > 0)) throw new Error('values without a length')
  if (count * bits > 8 * data.length) throw new Error('a page that ends early')
}

function entries(codes: Int32Array, dictionary: DecodedArray | undefined): Int32Array {
  const size = dictionary?.length ?? 0
  if (codes.some(code => code >= size)) throw new Error('a value that is not in the dictionary')
  return codes
}

function deltaNumbers(data: Uint8Array, count: number, shape: ValueShape): DecodedArray {
  if (shape.type !== 'INT32' && shape.type !== 'INT64')
    throw new Error('delta encoding of something else than integers')
  deltaEnd(data, 0, count)
  const values = shape.type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count)
  deltaBinaryUnpack(readerOf(data), count, values)
  return values
}

function deltaLengths(data: Uint8Array, start: number, count: number) {
  const end = deltaEnd(data, start, count)
  const values = new Int32Array(count)
  deltaBinaryUnpack(readerOf(data.subarray(start)), count, values)
  return { values, end }
}

function deltaTexts(data: Uint8Array, start: number, count: number): Uint8Array[] {
  const { values: lengths, end } = deltaLengths(data, start, count)
  let position = end
  return Array.from(lengths, length => {
    if (length < 0 || position + length > data.length) throw new Error('a text that ends behind its page')
    position += length
    return data.subarray(position - length, position)
  })
}

function prefixedTexts(data: Uint8Array, count: number): DecodedArray {
  const { values: prefixes, end } = deltaLengths(data, 0, count)
  const suffixes = deltaTexts(data, end, count)
  let bytes = 0
  let last: Uint8Array = new Uint8Array(0)
  return suffixes.map((suffix, index) => {
    const prefix = prefixes[index] ?? 0
    if (prefix < 0 || prefix > last.length) throw new Error('a text that continues nothing')
    bytes += prefix + suffix.length
    if (bytes > MAX_TEXT_BYTES) throw new Error('a page of texts that is too large')
    const text = new Uint8Array(prefix + suffix.length)
    text.set(last.subarray(0, prefix))
    text.set(suffix, prefix)
    last = text
    return text
  })
}
