import type { Readable } from 'node:stream'
import { AwsError } from '../aws-error.js'

/** The whole body as text; a larger one is refused. */
export async function readText(body: Readable, maxBytes = 8 * 1024 * 1024): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new AwsError('RequestEntityTooLarge', 413, 'The request body is too large.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
