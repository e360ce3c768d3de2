import type { DecodedArray, Encoding } from 'hyparquet'
import { deltaBinaryUnpack, deltaLengthByteArray } from 'hyparquet/src/delta.js'
import { byteStreamSplit } from 'hyparquet/src/encoding.js'
import { readPlain } from 'hyparquet/src/plain.js'
import type { ChunkShape } from './decode-pages.js'
import { decodeRleHybrid } from './rle-hybrid.js'

interface ValueRequest {
  readonly encoding: Encoding | undefined
  readonly count: number
  readonly shape: ChunkShape
  readonly dictionary: DecodedArray | undefined
}

const MAX_TEXT_BYTES = 2 ** 29

/** The `count` values of a page: raw ones, or dictionary entry numbers that were checked to exist. */
export function decodeValues(
  data: Uint8Array,
  { encoding, count, shape, dictionary }: ValueRequest
): DecodedArray {
  if (count === 0) return []
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  const reader = { view, offset: 0 }
  switch (encoding) {
    case 'PLAIN':
      return within(reader, readPlain(reader, shape.type, count, shape.typeLength))
    case 'PLAIN_DICTIONARY':
    case 'RLE_DICTIONARY':
      return entries(decodeRleHybrid(data.subarray(1), view.getUint8(0), count), dictionary)
    case 'RLE':
      if (shape.type !== 'BOOLEAN') break
      return Array.from(decodeRleHybrid(data.subarray(4), 1, count), bit => bit === 1)
    case 'DELTA_BINARY_PACKED':
      return deltaNumbers(reader, count, shape)
    case 'DELTA_LENGTH_BYTE_ARRAY':
      return deltaTexts(reader, count)
    case 'DELTA_BYTE_ARRAY':
      return prefixedTexts(reader, count)
    case 'BYTE_STREAM_SPLIT':
      return within(reader, byteStreamSplit(reader, count, shape.type, shape.typeLength))
  }
  throw new Error(`the encoding ${String(encoding)} is not supported for ${shape.type}`)
}

interface Reader {
  readonly view: DataView
  offset: number
}

function within(reader: Reader, values: DecodedArray): DecodedArray {
  if (reader.offset > reader.view.byteLength) throw new Error('a page that ends early')
  return values
}

function entries(codes: Int32Array, dictionary: DecodedArray | undefined): Int32Array {
  const size = dictionary?.length ?? 0
  if (codes.some(code => code >= size)) throw new Error('a value that is not in the dictionary')
  return codes
}

function deltaNumbers(reader: Reader, count: number, shape: ChunkShape): DecodedArray {
  if (shape.type !== 'INT32' && shape.type !== 'INT64')
    throw new Error('delta encoding of something else than integers')
  const values = shape.type === 'INT32' ? new Int32Array(count) : new BigInt64Array(count)
  deltaBinaryUnpack(reader, count, values)
  return values
}

function deltaTexts(reader: Reader, count: number): DecodedArray {
  const texts = new Array<Uint8Array>(count)
  deltaLengthByteArray(reader, count, texts)
  return within(reader, texts)
}

function prefixedTexts(reader: Reader, count: number): DecodedArray {
  const prefixes = new Int32Array(count)
  deltaBinaryUnpack(reader, count, prefixes)
  const suffixes = new Array<Uint8Array>(count)
  deltaLengthByteArray(reader, count, suffixes)
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
