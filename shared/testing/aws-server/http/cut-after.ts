import { Readable } from 'node:stream'
import type { AwsResponse } from '../aws-service.js'

/** The answer with a body that breaks off after so many bytes. */
export function cutAfter(answer: AwsResponse, afterBytes: number): AwsResponse {
  const { body = '' } = answer
  const source = body instanceof Readable ? body : Readable.from([Buffer.from(body)])
  return { ...answer, body: Readable.from(broken(source, afterBytes)) }
}

async function* broken(source: Readable, afterBytes: number): AsyncIterable<Buffer> {
  let left = afterBytes
  for await (const chunk of source as AsyncIterable<Buffer>) {
    yield chunk.subarray(0, left)
    left -= chunk.length
    if (left <= 0) throw new Error('the connection breaks here')
  }
}
