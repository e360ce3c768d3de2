import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'

/** A piece of an object: in memory when it is small, else in a file. */
export type Segment =
  { readonly bytes: Buffer; readonly size: number } | { readonly path: string; readonly size: number }

/** The bytes of an object, one segment for each part it was uploaded in. */
export interface StoredBody {
  readonly size: number
  readonly segments: readonly Segment[]
}

const READ_BYTES = 256 * 1024

export function joined(bodies: readonly StoredBody[]): StoredBody {
  const segments = bodies.flatMap(body => body.segments)
  return { segments, size: segments.reduce((sum, segment) => sum + segment.size, 0) }
}

/** The bytes from `start` to `end`, both inclusive. */
export function readRange(body: StoredBody, start: number, end: number): Readable {
  return Readable.from(chunks(body, start, end))
}

async function* chunks(body: StoredBody, start: number, end: number): AsyncIterable<Buffer> {
  let offset = 0
  for (const segment of body.segments) {
    const [from, to] = [Math.max(start - offset, 0), Math.min(end - offset, segment.size - 1)]
    offset += segment.size
    if (from > to) continue
    if ('bytes' in segment) yield segment.bytes.subarray(from, to + 1)
    else yield* createReadStream(segment.path, { start: from, end: to, highWaterMark: READ_BYTES })
  }
}
