import zlib from 'node:zlib'
import type { CompressionCodec } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

/** The bytes of a page, exactly `size` of them; an unknown codec or any other length is an `Error`. */
export function decompress(codec: CompressionCodec, input: Uint8Array, size: number): Uint8Array {
  const output = codec === 'UNCOMPRESSED' ? input : inflate(codec, input, size)
  if (output.length !== size) throw new Error(`a page of ${output.length} bytes that should have ${size}`)
  return output
}

function inflate(codec: CompressionCodec, input: Uint8Array, size: number): Uint8Array {
  if (size === 0) return new Uint8Array(0)
  const limit = { maxOutputLength: size }
  switch (codec) {
    case 'GZIP':
      return zlib.gunzipSync(input, limit)
    case 'BROTLI':
      return zlib.brotliDecompressSync(input, limit)
    case 'ZSTD':
      // Node has it since 22.15; the library in its place cannot be told a limit.
      return 'zstdDecompressSync' in zlib
        ? zlib.zstdDecompressSync(input, limit)
        : byLibrary(codec, input, size)
    case 'SNAPPY':
      // The library trusts what the page says about its length, and may hand out what it found there before.
      if (snappyLength(input) !== size)
        throw new Error('a snappy page of another length than its header says')
      return byLibrary(codec, input, size)
    default:
      return byLibrary(codec, input, size)
  }
}

function byLibrary(codec: CompressionCodec, input: Uint8Array, size: number): Uint8Array {
  const decompressor = compressors[codec]
  if (decompressor === undefined) throw new Error(`the compression ${codec} is not supported`)
  return decompressor(input, size)
}

/** The length at the start of a snappy block, a number of up to five bytes. */
function snappyLength(input: Uint8Array): number {
  let length = 0
  for (let index = 0; index < 5; index++) {
    const byte = input[index] ?? 0
    length += (byte & 127) * 2 ** (7 * index)
    if (byte < 128) break
  }
  return length
}
