import type { Readable } from 'node:stream'
import { AwsError } from '../aws-error.js'

const MAX_LINE_BYTES = 4096

function malformed(): AwsError {
  return new AwsError('InvalidRequest', 400, 'The aws-chunked body is malformed.')
}

/**
 * Decodes a body in `aws-chunked` encoding: hexadecimal lengths, data, and trailing headers, which go to `trailers`.
 * Signatures of single chunks are not checked.
 */
export async function* decodeAwsChunked(
  body: Readable,
  trailers: Map<string, string>
): AsyncIterable<Buffer> {
  const reader = new ChunkReader(body)
  for (;;) {
    const size = Number.parseInt((await reader.line()).split(';')[0] ?? '', 16)
    if (!Number.isInteger(size) || size < 0) throw malformed()
    if (size === 0) break
    yield* reader.data(size)
    if ((await reader.line()) !== '') throw malformed()
  }
  for (let line = await reader.line(); line !== ''; line = await reader.line()) {
    const [name = '', value = ''] = line.split(/:(.*)/s)
    trailers.set(name.trim().toLowerCase(), value.trim())
  }
}

/** Takes lines and stretches of data from a stream of chunks. */
class ChunkReader {
  readonly #source: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(body: Readable) {
    this.#source = (body as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  }

  /** The next line, or '' at the end of the stream. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf('\r\n')
      if (end >= 0) {
        const line = this.#rest.subarray(0, end).toString('latin1')
        this.#rest = this.#rest.subarray(end + 2)
        return line
      }
      if (this.#rest.length > MAX_LINE_BYTES) throw malformed()
      if (!(await this.#more())) return ''
    }
  }

  async *data(size: number): AsyncIterable<Buffer> {
    for (let left = size; left > 0;) {
      if (this.#rest.length === 0 && !(await this.#more())) throw malformed()
      const chunk = this.#rest.subarray(0, left)
      this.#rest = this.#rest.subarray(chunk.length)
      left -= chunk.length
      yield chunk
    }
  }

  async #more(): Promise<boolean> {
    const next = await this.#source.next()
    if (next.done === true) return false
    this.#rest = this.#rest.length === 0 ? next.value : Buffer.concat([this.#rest, next.value])
    return true
  }
}
