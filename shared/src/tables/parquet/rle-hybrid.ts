const MAX_BIT_WIDTH = 24

/**
 * Fills `output` with numbers of Parquet's run-length / bit-packed hybrid encoding from bytes that hold nothing else.
 * Work is bounded by its length, whatever the runs claim; bytes that end early are an `Error`.
 */
export function decodeRleHybrid<T extends Int32Array | Uint8Array>(
  bytes: Uint8Array,
  bitWidth: number,
  output: T
): T {
  if (bitWidth > MAX_BIT_WIDTH) throw new Error(`a bit width of ${bitWidth}`)
  const count = output.length
  let position = 0
  let filled = 0
  while (filled < count) {
    const header = readVarint(bytes, position)
    position = header.next
    const run = header.value >>> 1
    if ((header.value & 1) === 0) {
      const width = (bitWidth + 7) >> 3
      const value = readLittleEndian(bytes, position, width)
      position += width
      if (value >>> bitWidth !== 0) throw new Error('a value with more bits than its width')
      const end = Math.min(count, filled + run)
      output.fill(value, filled, end)
      filled = end
    } else {
      // `run` counts groups of eight values; the last group may be padded beyond the count.
      const values = Math.min(count - filled, run * 8)
      unpack(bytes.subarray(position), bitWidth, output.subarray(filled, filled + values))
      position += run * bitWidth
      filled += values
    }
  }
  return output
}

function readVarint(bytes: Uint8Array, start: number): { readonly value: number; readonly next: number } {
  let value = 0
  for (let index = 0; index < 5; index++) {
    const byte = byteAt(bytes, start + index)
    value |= (byte & 0x7f) << (7 * index)
    if (byte < 0x80) return { value, next: start + index + 1 }
  }
  throw new Error('a run length that is too long')
}

function readLittleEndian(bytes: Uint8Array, position: number, width: number): number {
  let value = 0
  for (let index = 0; index < width; index++) value |= byteAt(bytes, position + index) << (8 * index)
  return value
}

function unpack(bytes: Uint8Array, bitWidth: number, output: Int32Array | Uint8Array): void {
  const mask = 2 ** bitWidth - 1
  let window = 0
  let bits = 0
  let position = 0
  for (let index = 0; index < output.length; index++) {
    while (bits < bitWidth) {
      window |= byteAt(bytes, position++) << bits
      bits += 8
    }
    output[index] = window & mask
    window >>>= bitWidth
    bits -= bitWidth
  }
}

function byteAt(bytes: Uint8Array, position: number): number {
  const byte = bytes[position]
  if (byte === undefined) throw new Error('a page that ends early')
  return byte
}
