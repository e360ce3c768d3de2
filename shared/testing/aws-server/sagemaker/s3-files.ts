import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { etagOf } from '../s3/put-object.js'
import type { ObjectVersion, S3State } from '../s3/s3-state.js'
import { readRange } from '../s3/stored-body.js'

export interface S3Place {
  readonly bucket: string
  readonly key: string
}

export function parseS3Uri(uri: string): S3Place {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? []
  return { bucket, key }
}

export function s3Uri({ bucket, key }: S3Place): string {
  return `s3://${bucket}/${key}`
}

/** A place below another. */
export function below({ bucket, key }: S3Place, path: string): S3Place {
  return { bucket, key: [key.replace(/\/$/, ''), path].filter(part => part !== '').join('/') }
}

/** The objects whose keys begin like this; none where there is no such bucket. */
export function objectsAt(s3: S3State, { bucket, key }: S3Place): ObjectVersion[] {
  try {
    return s3.objects(bucket).filter(object => object.key.startsWith(key) && !object.key.endsWith('/'))
  } catch {
    return []
  }
}

/** Where an object of a channel lies in the channel's folder. */
export function relativeName(objectKey: string, prefix: string): string {
  if (prefix === '' || prefix.endsWith('/')) return objectKey.slice(prefix.length)
  if (objectKey.startsWith(`${prefix}/`)) return objectKey.slice(prefix.length + 1)
  return objectKey.slice(prefix.lastIndexOf('/') + 1)
}

/** Writes an object to a file in a folder; a name that leads out of the folder is refused. */
export async function fetchObject({ body }: ObjectVersion, folder: string, name: string): Promise<void> {
  const path = resolve(folder, name)
  if (!path.startsWith(resolve(folder) + sep)) throw new Error(`the key ${name} leads out of its folder`)
  await mkdir(dirname(path), { recursive: true })
  await pipeline(readRange(body, 0, body.size - 1), createWriteStream(path))
}

/** Adds the file as an object, as the service itself would; the bucket must exist. */
export async function storeFile(
  s3: S3State,
  path: string,
  { bucket, key, kmsKeyId }: S3Place & { readonly kmsKeyId?: string | undefined }
): Promise<void> {
  const { defaultKmsKeyId = kmsKeyId } = s3.bucket(bucket)
  const kmsKey = kmsKeyId ?? defaultKmsKeyId
  const copy = join(s3.directory, randomUUID())
  await copyFile(path, copy)
  const md5 = createHash('md5')
  for await (const chunk of createReadStream(copy) as AsyncIterable<Buffer>) md5.update(chunk)
  const { size } = await stat(copy)
  const headers = new Map([
    ['content-type', 'binary/octet-stream'],
    ['x-amz-server-side-encryption', kmsKey === undefined ? 'AES256' : 'aws:kms'],
    ...(kmsKey === undefined ? [] : [['x-amz-server-side-encryption-aws-kms-key-id', kmsKey] as const])
  ])
  const body = { size, segments: [{ path: copy, size }] }
  const etag = etagOf(headers, md5.digest('hex'))
  s3.add(bucket, { key, deleteMarker: false, etag, body, headers, checksums: new Map() })
}

/** Adds all files of a folder below a place. */
export async function storeFolder(s3: S3State, folder: string, place: S3Place): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const entry of entries.filter(found => found.isFile())) {
    const path = join(entry.parentPath, entry.name)
    await storeFile(s3, path, below(place, path.slice(folder.length + 1)))
  }
}
