import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { ServiceError } from '../../../errors.js'
import type { WriteCondition, WriteResult } from '../../../ports/object-store.js'
import { failureOf, isAwsError } from '../sdk-failure.js'
import { signedBy } from './payload-hash.js'
import { addressOf, encryptionOf, WRITE_METADATA, type S3Place } from './s3-place.js'
import { writeIdsOf, type WriteIds } from './write-ids.js'

const CONFLICT_ATTEMPTS = 10
const CONFLICT_PAUSE_MS = 40
const MAX_CONFLICT_PAUSE_MS = 2_000

interface Write {
  readonly place: S3Place
  readonly key: string
  readonly bytes: Uint8Array
  readonly condition: WriteCondition | undefined
  readonly ids: WriteIds
}

/** Writes a small object whole, if the condition holds. */
export async function writeObject(write: Write): Promise<WriteResult> {
  const { key, condition, ids } = write
  const based = condition !== undefined && 'etag' in condition ? condition.etag : undefined
  const writeIds = ids.next(key, based)
  const command = putCommand(write, writeIds)
  for (let attempt = 1; ; attempt++) {
    try {
      const { ETag: etag = '' } = await write.place.client.send(command())
      ids.remember(key, etag, writeIds)
      return { written: true, etag }
    } catch (error) {
      if (condition === undefined) throw error
      if (isAwsError(error, 'PreconditionFailed', 'NoSuchKey')) {
        const repeated = attempt > 1 || failureOf(error).attempts !== 1
        return repeated ? ownSuccess(write, writeIds) : { written: false, reason: 'conflict' }
      }
      if (!isAwsError(error, 'ConditionalRequestConflict')) throw error
      if (attempt === CONFLICT_ATTEMPTS) throw busy(key, error)
      await pause(attempt)
    }
  }
}

function putCommand(write: Write, writeIds: readonly string[]): () => PutObjectCommand {
  const { place, key, bytes, condition } = write
  const sha256 = createHash('sha256').update(bytes).digest()
  return () => {
    const command = new PutObjectCommand({
      ...addressOf(place, key),
      ...encryptionOf(place),
      ...headersOf(condition),
      Body: bytes,
      ContentLength: bytes.length,
      ChecksumSHA256: sha256.toString('base64'),
      Metadata: { [WRITE_METADATA]: writeIds.join(' ') }
    })
    command.middlewareStack.use(signedBy(sha256.toString('hex')))
    return command
  }
}

function headersOf(condition: WriteCondition | undefined) {
  if (condition === undefined) return {}
  return 'absent' in condition ? { IfNoneMatch: '*' } : { IfMatch: condition.etag }
}

/** The first try may have succeeded and only its answer been lost: then what is there now was built upon our write. */
async function ownSuccess({ place, key, ids }: Write, writeIds: readonly string[]): Promise<WriteResult> {
  const [own = ''] = writeIds
  try {
    const { Metadata, ETag: etag = '' } = await place.client.send(
      new HeadObjectCommand(addressOf(place, key))
    )
    const found = writeIdsOf(Metadata)
    ids.remember(key, etag, found)
    if (found[0] === own) return { written: true, etag }
    // Overtaken already: the tag of our version names nothing any more.
    if (found.includes(own)) return { written: true, etag: `"overtaken-${own}"` }
  } catch (error) {
    if (!isAwsError(error, 'NotFound', 'NoSuchKey')) throw error
  }
  return { written: false, reason: 'conflict' }
}

function pause(attempt: number): Promise<void> {
  const longest = Math.min(MAX_CONFLICT_PAUSE_MS, CONFLICT_PAUSE_MS * 2 ** attempt)
  return new Promise(done => setTimeout(done, longest * Math.random()))
}

function busy(key: string, cause: unknown): ServiceError {
  return new ServiceError('store-busy', `${key} is being written by too many at the same time`, {
    hint: 'S3 answered 409 to every attempt.',
    retryable: true,
    cause
  })
}
