import { PutObjectCommand } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import type { FileDigest } from '../../../ports/object-store.js'
import { isAwsError } from '../sdk-failure.js'
import { readExactly, sourceChanged } from './measured-file.js'
import { uploadInParts } from './multipart-upload.js'
import { signedBy } from './payload-hash.js'
import { addressOf, encryptionOf, SHA256_METADATA, type S3Place } from './s3-place.js'
import { planUpload } from './transfer-plan.js'
import type { UploadSource } from './upload-source.js'

/** Copies a local file into S3, in one piece or in parallel parts; what S3 then holds is what was hashed. */
export async function uploadFile(
  place: S3Place,
  filePath: string,
  to: { readonly key: string; readonly partBytes: number | undefined }
): Promise<FileDigest> {
  const file = await open(filePath, 'r')
  try {
    const before = await file.stat()
    const plan = planUpload(before.size, to.partBytes)
    const source = { file, sizeBytes: before.size, unchanged: () => requireUnchanged(file, before) }
    const sha256 =
      plan.parts === 1
        ? await uploadWhole(place, to.key, source)
        : await uploadInParts({ place, key: to.key, plan, source })
    return { sizeBytes: before.size, sha256 }
  } catch (error) {
    throw isAwsError(error, 'BadDigest', 'XAmzContentSHA256Mismatch') ? sourceChanged(error) : error
  } finally {
    await file.close()
  }
}

interface FileState {
  readonly size: number
  readonly mtimeMs: number
}

async function requireUnchanged(file: FileHandle, before: FileState): Promise<void> {
  const now = await file.stat()
  if (now.size !== before.size || now.mtimeMs !== before.mtimeMs) throw sourceChanged()
}

async function uploadWhole(place: S3Place, key: string, source: UploadSource): Promise<string> {
  const bytes = Buffer.allocUnsafeSlow(source.sizeBytes)
  await readExactly(source.file, bytes, 0)
  await source.unchanged()
  const digest = createHash('sha256').update(bytes).digest()
  const sha256 = digest.toString('hex')
  const command = new PutObjectCommand({
    ...addressOf(place, key),
    ...encryptionOf(place),
    Body: bytes,
    ContentLength: bytes.length,
    ChecksumSHA256: digest.toString('base64'),
    Metadata: { [SHA256_METADATA]: sha256 }
  })
  command.middlewareStack.use(signedBy(sha256))
  await place.client.send(command, { abortSignal: place.cancelled })
  return sha256
}
