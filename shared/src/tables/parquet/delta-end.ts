const MAX_VARINT_BYTES = 10
const MAX_WIDTH = 64

/**
 * The position after `count` > 0 integers in Parquet's DELTA_BINARY_PACKED encoding at `start`, read without decoding
 * them. What a decoder would choke on is an `Error`: endless numbers, impossible blocks, bytes that end early.
 */
export function deltaEnd(bytes: Uint8Array, start: number, count: number): number {
  const header = new Walker(bytes, start)
  const blockValues = header.varint()
  const miniblocks = header.varint()
  const perMiniblock = blockValues / miniblocks
  if (!(miniblocks > 0 && perMiniblock > 0 && Number.isInteger(perMiniblock / 8)))
    throw new Error(`delta blocks of ${blockValues} values in ${miniblocks} parts`)
  header.varint()
  header.varint()
  for (let left = count - 1; left > 0;) {
    header.varint()
    const widths = header.take(miniblocks)
    for (let part = 0; part < miniblocks && left > 0; part++, left -= perMiniblock) {
      const width = widths[part] ?? 0
      if (width > MAX_WIDTH) throw new Error(`a bit width of ${width}`)
      header.take((width * perMiniblock) / 8)
    }
  }
  return header.position
}

class Walker {
  position: number
  readonly #bytes: Uint8Array

  constructor(bytes: Uint8Array, start: number) {
    this.#bytes = bytes
    this.position = start
  }

  take(length: number): Uint8Array {
    const end = this.position + length
    if (end > this.#bytes.length) throw new Error('a page that ends early')
    const taken = this.#bytes.subarray(this.position, end)
    this.position = end
    return taken
  }

  varint(): number {
    let value = 0
    for (let index = 0; index < MAX_VARINT_BYTES; index++) {
      const [byte = 0] = this.take(1)
      value += (byte & 127) * 2 ** (7 * index)
      if (byte < 128) return value
    }
    throw new Error('an endless number')
  }
}
