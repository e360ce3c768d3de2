import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { createHash, randomBytes } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { ServiceError, UserError } from '../../../errors.js'
import type { FileDigest } from '../../../ports/object-store.js'
import { isAwsError } from '../sdk-failure.js'
import { inParallel } from './in-parallel.js'
import { ObjectReplaced, PinnedObject } from './pinned-object.js'
import { readInto, withWholeBody } from './read-body.js'
import { addressOf, SHA256_METADATA, type ObjectAddress, type S3Place } from './s3-place.js'
import { partSize, planDownload, type TransferPlan } from './transfer-plan.js'

const REPLACED_ATTEMPTS = 4

interface Download {
  readonly place: S3Place
  readonly key: string
  readonly partBytes: number | undefined
}

/** Copies an object into a local file, which appears whole, with the object's own SHA-256, or not at all. */
export async function downloadFile(download: Download, filePath: string): Promise<FileDigest> {
  const draft = `${filePath}.${randomBytes(6).toString('hex')}.part`
  try {
    const digest = await whileReplaced(() => downloadOnce(download, draft), download.key)
    await rename(draft, filePath)
    return digest
  } catch (error) {
    throw isAwsError(error, 'NoSuchKey') ? missing(download, error) : error
  } finally {
    await rm(draft, { force: true })
  }
}

async function whileReplaced<T>(work: () => Promise<T>, key: string): Promise<T> {
  for (let attempt = 1; attempt <= REPLACED_ATTEMPTS; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (!(error instanceof ObjectReplaced)) throw error
    }
  }
  throw new ServiceError('store-object-changing', `${key} is replaced again and again while it is read`, {
    hint: 'Find out what writes it.',
    retryable: true
  })
}

async function downloadOnce(download: Download, draft: string): Promise<FileDigest> {
  const file = await open(draft, 'w')
  try {
    const first = await firstRange(download)
    const sha256 = await receiveParts(download, first, file)
    const expected = first.output.Metadata?.[SHA256_METADATA]
    if (expected !== undefined && expected !== sha256) throw corrupt(download.key, expected, sha256)
    return { sizeBytes: first.plan.sizeBytes, sha256 }
  } finally {
    await file.close()
  }
}

/** The first range, which also tells size, version and digest of the object. */
interface FirstRange {
  readonly output: GetObjectCommandOutput
  readonly bytes: Buffer
  readonly plan: TransferPlan
}

async function firstRange({ place, key, partBytes }: Download): Promise<FirstRange> {
  const length = planDownload(0, partBytes).partBytes
  return withWholeBody(async () => {
    const output = await getFirst(place, addressOf(place, key), length)
    const total = /\/(\d+)$/.exec(output.ContentRange ?? '')?.[1]
    const plan = planDownload(Number(total ?? output.ContentLength ?? 0), partBytes)
    const bytes = Buffer.allocUnsafeSlow(partSize(plan, 0))
    await readInto(output, bytes, place.cancelled)
    return { output, bytes, plan }
  }, place.cancelled)
}

async function getFirst(
  { client, cancelled }: S3Place,
  address: ObjectAddress,
  length: number
): Promise<GetObjectCommandOutput> {
  const options = { abortSignal: cancelled }
  try {
    return await client.send(new GetObjectCommand({ ...address, Range: `bytes=0-${length - 1}` }), options)
  } catch (error) {
    // An empty object has no range.
    if (!isAwsError(error, 'InvalidRange')) throw error
    return client.send(new GetObjectCommand(address), options)
  }
}

/** Writes all parts to their places in the file and hashes them in their order. */
async function receiveParts({ place, key }: Download, first: FirstRange, file: FileHandle): Promise<string> {
  const { plan, output } = first
  const hash = createHash('sha256').update(first.bytes)
  await writeExactly(file, first.bytes, 0)
  const source = new PinnedObject(place, addressOf(place, key), output)
  const buffers = Array.from({ length: plan.parts === 1 ? 0 : plan.lanes }, () =>
    Buffer.allocUnsafeSlow(plan.partBytes)
  )
  let hashed = Promise.resolve()
  const work = { count: plan.parts - 1, limit: plan.lanes, cancelled: place.cancelled }
  await inParallel(work, async (task, slot, signal) => {
    const index = task + 1
    const bytes = (buffers[slot] ?? Buffer.alloc(0)).subarray(0, partSize(plan, index))
    const before = hashed
    const received = source.readRange(index * plan.partBytes, bytes, signal)
    hashed = received.then(() => before).then(() => void hash.update(bytes))
    await hashed
    await writeExactly(file, bytes, index * plan.partBytes)
  })
  return hash.digest('hex')
}

async function writeExactly(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length;) {
    written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten
  }
}

function missing({ place, key }: Download, cause: unknown): UserError {
  const { Bucket, Key } = addressOf(place, key)
  return new UserError('store-object-missing', `s3://${Bucket}/${Key} does not exist`, {
    hint: 'Check the store and the identifiers of the run.',
    cause
  })
}

function corrupt(key: string, expected: string, sha256: string): ServiceError {
  const message = `${key} does not have the SHA-256 it was uploaded with: ${sha256} instead of ${expected}`
  return new ServiceError('store-object-corrupt', message, {
    hint: 'Something else wrote the object with the metadata of another, or it was damaged: upload it again.'
  })
}
