import type { FileHandle } from 'node:fs/promises'
import { thriftEnd } from './thrift-end.js'

const READ_BYTES = 2 ** 18
const MAX_HEADER_BYTES = 2 ** 20

/** The bytes of a column chunk, read from the file as they are needed: a chunk may be larger than memory. */
export class ChunkBytes {
  readonly #handle: FileHandle
  readonly #end: number
  /** Where in the file the unread bytes start. */
  #next: number
  #window: Uint8Array<ArrayBuffer> = new Uint8Array(0)

  constructor(handle: FileHandle, start: number, end: number) {
    this.#handle = handle
    this.#next = start
    this.#end = end
  }

  /** Bytes that have not been taken. */
  get left(): number {
    return this.#window.length + this.#end - this.#next
  }

  /** Takes `length` bytes, which there must be. */
  async take(length: number): Promise<Uint8Array<ArrayBuffer>> {
    await this.#fill(length)
    const taken = this.#window.subarray(0, length)
    this.#window = this.#window.subarray(length)
    return taken
  }

  /** Takes one Thrift struct, which is checked before anybody parses it. */
  async takeThrift(): Promise<Uint8Array<ArrayBuffer>> {
    for (let size = READ_BYTES; ; size *= 2) {
      await this.#fill(Math.min(size, this.left))
      const end = thriftEnd(this.#window, 0)
      if (end !== undefined) return this.take(end)
      if (this.#window.length === this.left) throw new Error('the file is cut off')
      if (size >= MAX_HEADER_BYTES) throw new Error('a page header without end')
    }
  }

  async #fill(length: number): Promise<void> {
    if (this.#window.length >= length) return
    const wanted = Math.min(this.left, Math.max(length, READ_BYTES)) - this.#window.length
    const added = await readExact(this.#handle, this.#next, this.#next + wanted)
    this.#next += wanted
    // A new array each time: decoded values may be views of the old one.
    const joined = new Uint8Array(this.#window.length + wanted)
    joined.set(this.#window)
    joined.set(new Uint8Array(added), this.#window.length)
    this.#window = joined
  }
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
