import type { GetObjectCommandOutput } from '@aws-sdk/client-s3'
import type { Readable } from 'node:stream'

/** The answer had begun, and broke off: what the SDK does not repeat by itself. */
export class BodyInterrupted extends Error {}

/** The body of an answer as the stream that it is under Node. */
export function bodyOf(output: GetObjectCommandOutput): Readable & AsyncIterable<Buffer> {
  if (output.Body === undefined) throw new BodyInterrupted('the answer has no body')
  return output.Body as Readable & AsyncIterable<Buffer>
}

/** Fills `target` with the body, which must have exactly that length. */
export async function readInto(
  output: GetObjectCommandOutput,
  target: Buffer,
  signal?: AbortSignal
): Promise<void> {
  const body = bodyOf(output)
  const stop = () => body.destroy()
  signal?.addEventListener('abort', stop)
  try {
    await fill(target, body)
  } catch (cause) {
    signal?.throwIfAborted()
    throw new BodyInterrupted('the answer broke off', { cause })
  } finally {
    body.destroy()
    signal?.removeEventListener('abort', stop)
  }
}

async function fill(target: Buffer, body: AsyncIterable<Buffer>): Promise<void> {
  let filled = 0
  for await (const chunk of body) {
    if (filled + chunk.length > target.length) throw new Error('more bytes came than were announced')
    chunk.copy(target, filled)
    filled += chunk.length
  }
  if (filled < target.length) throw new Error(`${filled} of ${target.length} bytes came`)
}

const ATTEMPTS = 5
const BASE_PAUSE_MS = 100

/** Asks again, after a growing pause, when an answer broke off. */
export async function withWholeBody<T>(ask: () => Promise<T>, cancelled?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      cancelled?.throwIfAborted()
      if (!(error instanceof BodyInterrupted) || attempt === ATTEMPTS) throw error
      await new Promise(done => setTimeout(done, BASE_PAUSE_MS * 2 ** attempt * Math.random()))
    }
  }
}
