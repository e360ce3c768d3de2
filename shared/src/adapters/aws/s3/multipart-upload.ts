import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCommand,
  type CompletedPart
} from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { isAwsError } from '../sdk-failure.js'
import { inParallel } from './in-parallel.js'
import { measureFile, readExactly, type MeasuredFile } from './measured-file.js'
import { signedBy } from './payload-hash.js'
import { addressOf, encryptionOf, SHA256_METADATA, WRITE_METADATA, type S3Place } from './s3-place.js'
import { partSize, type TransferPlan } from './transfer-plan.js'
import type { UploadSource } from './upload-source.js'
import { writeIdsOf } from './write-ids.js'

interface PartedUpload {
  readonly place: S3Place
  readonly key: string
  readonly plan: TransferPlan
  readonly source: UploadSource
}

interface StartedUpload extends PartedUpload {
  readonly uploadId: string
  readonly measured: MeasuredFile
  /** Tells the object of this upload from any other. */
  readonly writeId: string
}

/** Uploads a file in parallel parts, each with its SHA-256, and returns that of the whole; leaves no parts behind. */
export async function uploadInParts(upload: PartedUpload): Promise<string> {
  const { place, source, plan } = upload
  const measured = await measureFile(source.file, plan, place.cancelled)
  const started = await start(upload, measured)
  try {
    const parts = await sendParts(started)
    await source.unchanged()
    await complete(started, parts)
  } catch (error) {
    await abort(started)
    throw error
  }
  return measured.sha256
}

async function start(upload: PartedUpload, measured: MeasuredFile): Promise<StartedUpload> {
  const { place, key } = upload
  const writeId = randomBytes(8).toString('hex')
  const { UploadId = '' } = await place.client.send(
    new CreateMultipartUploadCommand({
      ...addressOf(place, key),
      ...encryptionOf(place),
      ChecksumAlgorithm: 'SHA256',
      Metadata: { [SHA256_METADATA]: measured.sha256, [WRITE_METADATA]: writeId }
    }),
    { abortSignal: place.cancelled }
  )
  return { ...upload, measured, writeId, uploadId: UploadId }
}

async function sendParts(upload: StartedUpload): Promise<CompletedPart[]> {
  const { place, key, plan, source, measured, uploadId } = upload
  const { parts: count, lanes: limit } = plan
  const buffers = Array.from({ length: limit }, () => Buffer.allocUnsafeSlow(plan.partBytes))
  const sent: CompletedPart[] = []
  await inParallel({ count, limit, cancelled: place.cancelled }, async (index, slot, abortSignal) => {
    const size = partSize(plan, index)
    const bytes = (buffers[slot] ?? Buffer.alloc(0)).subarray(0, size)
    await readExactly(source.file, bytes, index * plan.partBytes)
    const sha256 = measured.parts[index] ?? Buffer.alloc(0)
    const checksum = { ChecksumSHA256: sha256.toString('base64') }
    const number = { PartNumber: index + 1 }
    const command = new UploadPartCommand({
      ...addressOf(place, key),
      ...number,
      ...checksum,
      UploadId: uploadId,
      Body: bytes,
      ContentLength: size
    })
    command.middlewareStack.use(signedBy(sha256.toString('hex')))
    const { ETag } = await place.client.send(command, { abortSignal })
    sent[index] = { ...number, ...checksum, ...(ETag !== undefined && { ETag }) }
  })
  return sent
}

async function complete(
  { place, key, uploadId, writeId }: StartedUpload,
  parts: CompletedPart[]
): Promise<void> {
  const address = addressOf(place, key)
  const command = { ...address, UploadId: uploadId, MultipartUpload: { Parts: parts } }
  try {
    await place.client.send(new CompleteMultipartUploadCommand(command))
  } catch (error) {
    // The upload is gone: ours may have been completed by a try whose answer was lost.
    if (!isAwsError(error, 'NoSuchUpload')) throw error
    const { Metadata } = await place.client.send(new HeadObjectCommand(address))
    if (writeIdsOf(Metadata)[0] !== writeId) throw error
  }
}

/** What cannot be tidied up now falls to the bucket's lifecycle rule; the reason for aborting is what matters. */
async function abort({ place, key, uploadId }: StartedUpload): Promise<void> {
  const command = new AbortMultipartUploadCommand({ ...addressOf(place, key), UploadId: uploadId })
  await place.client.send(command).catch(() => undefined)
}
