import { randomUUID } from 'node:crypto'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { AwsError } from '../aws-error.js'
import type { AwsRequest } from '../aws-service.js'
import { decodeAwsChunked } from './aws-chunked.js'
import { checksumName, startChecksum, type ChecksumName } from './checksums.js'
import type { Segment, StoredBody } from './stored-body.js'

/** A body that arrived whole and true to all its checksums. */
export interface ReceivedBody {
  readonly body: StoredBody
  readonly md5: Buffer
  /** `x-amz-checksum-…` headers, as verified. */
  readonly checksums: ReadonlyMap<string, string>
}

const IN_MEMORY_BYTES = 256 * 1024
const CHECKSUM_HEADER = /^x-amz-checksum-(?!algorithm|type|mode)(\w+)$/

/** Reads the body of a PUT into memory or a file in `directory`, and verifies what the request declares of it. */
export async function receiveBody(request: AwsRequest, directory: string): Promise<ReceivedBody> {
  const declared = declaredChecksums(request)
  const trailers = new Map<string, string>()
  const names = new Set<ChecksumName | 'md5'>(['md5', ...declared.keys()])
  const payloadHash = String(request.headers['x-amz-content-sha256'] ?? '')
  if (/^[0-9a-f]{64}$/.test(payloadHash)) names.add('sha256')
  const running = new Map([...names].map(name => [name, startChecksum(name)]))
  const body = await storeBytes(payloadOf(request, trailers), directory, chunk => {
    for (const checksum of running.values()) checksum.update(chunk)
  })
  const digests = new Map([...running].map(([name, checksum]) => [name, checksum.digest()]))
  requireLength(request, body.size)
  const sha256 = digests.get('sha256')?.toString('hex')
  if (/^[0-9a-f]{64}$/.test(payloadHash) && payloadHash !== sha256) {
    const message = "The provided 'x-amz-content-sha256' header does not match what was computed."
    throw new AwsError('XAmzContentSHA256Mismatch', 400, message)
  }
  const contentMd5 = request.headers['content-md5']
  const md5 = digests.get('md5') ?? Buffer.alloc(0)
  if (contentMd5 !== undefined && contentMd5 !== md5.toString('base64')) {
    throw new AwsError('BadDigest', 400, 'The Content-MD5 you specified did not match what we received.')
  }
  return { body, md5, checksums: verified(declared, trailers, digests) }
}

/** Names of the checksums that headers declare, with their values, or undefined where a trailer will bring it. */
function declaredChecksums(request: AwsRequest): Map<ChecksumName, string | undefined> {
  const declared = new Map<ChecksumName, string | undefined>()
  for (const [header, value] of Object.entries(request.headers)) {
    const name = CHECKSUM_HEADER.exec(header)?.[1]
    if (name !== undefined) declared.set(checksumName(name), String(value))
  }
  const trailer = CHECKSUM_HEADER.exec(String(request.headers['x-amz-trailer'] ?? ''))?.[1]
  if (trailer !== undefined) declared.set(checksumName(trailer), undefined)
  return declared
}

function payloadOf(request: AwsRequest, trailers: Map<string, string>): AsyncIterable<Buffer> {
  const hash = String(request.headers['x-amz-content-sha256'] ?? '')
  if (hash === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return decodeAwsChunked(request.body, trailers)
  if (!hash.startsWith('STREAMING-')) return request.body as Readable & AsyncIterable<Buffer>
  throw new AwsError('NotImplemented', 501, `this server does not read ${hash.slice(0, 60)}`)
}

function requireLength({ headers }: AwsRequest, size: number): void {
  const declared = headers['x-amz-decoded-content-length'] ?? headers['content-length']
  if (declared === undefined) {
    throw new AwsError('MissingContentLength', 411, 'You must provide the Content-Length HTTP header.')
  }
  if (Number(declared) !== size) {
    const message = 'You did not provide the number of bytes specified by the Content-Length HTTP header'
    throw new AwsError('IncompleteBody', 400, message)
  }
}

function verified(
  declared: ReadonlyMap<ChecksumName, string | undefined>,
  trailers: ReadonlyMap<string, string>,
  digests: ReadonlyMap<string, Buffer>
): Map<string, string> {
  const checksums = new Map<string, string>()
  for (const [name, value] of declared) {
    const header = `x-amz-checksum-${name}`
    const computed = digests.get(name)?.toString('base64') ?? ''
    if ((value ?? trailers.get(header)) !== computed) {
      const message = `The ${name.toUpperCase()} you specified did not match the calculated checksum.`
      throw new AwsError('BadDigest', 400, message)
    }
    checksums.set(header, computed)
  }
  return checksums
}

async function storeBytes(
  chunks: AsyncIterable<Buffer>,
  directory: string,
  see: (chunk: Buffer) => void
): Promise<StoredBody> {
  const path = join(directory, randomUUID())
  const small: Buffer[] = []
  let size = 0
  let file: FileHandle | undefined
  try {
    for await (const chunk of chunks) {
      see(chunk)
      size += chunk.length
      small.push(chunk)
      if (size <= IN_MEMORY_BYTES) continue
      file ??= await open(path, 'wx')
      for (const piece of small.splice(0)) await file.appendFile(piece)
    }
  } catch (error) {
    await rm(path, { force: true })
    throw error
  } finally {
    await file?.close()
  }
  const segment: Segment = file === undefined ? { bytes: Buffer.concat(small), size } : { path, size }
  return { segments: [segment], size }
}
