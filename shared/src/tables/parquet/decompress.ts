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
    default: {
      const decompressor = compressors[codec]
      if (decompressor === undefined) throw new Error(`the compression ${codec} is not supported`)
      return decompressor(input, size)
    }
  }
}
