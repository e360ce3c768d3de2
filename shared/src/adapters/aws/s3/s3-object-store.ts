import { assertObjectKey } from '../../../domain/store/object-key.js'
import type {
  FileDigest,
  ListedObject,
  ObjectStore,
  StoredObject,
  WriteCondition,
  WriteResult
} from '../../../ports/object-store.js'
import { downloadFile } from './download-file.js'
import { listObjects } from './list-objects.js'
import { readObject } from './read-object.js'
import { removeObject } from './remove-object.js'
import { createS3Client, type S3ClientOptions } from './s3-client.js'
import { translateS3Error } from './s3-failure.js'
import { parseS3Location } from './s3-location.js'
import { rootOf, type S3Place } from './s3-place.js'
import { uploadFile } from './upload-file.js'
import { WriteIds } from './write-ids.js'
import { writeObject } from './write-object.js'

export interface S3StoreOptions extends S3ClientOptions {
  /** Id or ARN of the KMS key for everything that is written; default: as the bucket is set up. */
  readonly kmsKeyId?: string | undefined
  /** Ends uploads and downloads of files (`store-cancelled`). */
  readonly cancelled?: AbortSignal | undefined
  /** Size of the pieces files travel in; default 8 MiB. */
  readonly partBytes?: number | undefined
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024

/** A bucket, or a prefix of one, as object store; compare-and-swap by S3's conditional writes. */
export class S3ObjectStore implements ObjectStore {
  readonly location: string
  readonly #place: S3Place
  readonly #partBytes: number | undefined
  readonly #ids = new WriteIds()

  /** `location` is `s3://bucket/prefix`; another text is a `UserError` `store-location-invalid`. */
  constructor(location: string, options: S3StoreOptions = {}) {
    const { kmsKeyId, cancelled = new AbortController().signal, partBytes } = options
    this.location = location
    this.#partBytes = partBytes
    this.#place = { ...parseS3Location(location), client: createS3Client(options), kmsKeyId, cancelled }
  }

  uri(key: string): string {
    return `s3://${this.#place.bucket}/${rootOf(this.#place)}${assertObjectKey(key)}`
  }

  read(key: string, maxBytes = DEFAULT_MAX_BYTES): Promise<StoredObject | undefined> {
    const how = { maxBytes, ids: this.#ids }
    return this.#translated('s3:GetObject', key, () => readObject(this.#place, key, how))
  }

  write(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<WriteResult> {
    const write = { place: this.#place, key, bytes, condition, ids: this.#ids }
    return this.#translated('s3:PutObject', key, () => writeObject(write))
  }

  download(key: string, filePath: string): Promise<FileDigest> {
    const download = { place: this.#place, key, partBytes: this.#partBytes }
    return this.#translated('s3:GetObject', key, () => downloadFile(download, filePath))
  }

  upload(filePath: string, key: string): Promise<FileDigest> {
    const to = { key, partBytes: this.#partBytes }
    return this.#translated('s3:PutObject', key, () => uploadFile(this.#place, filePath, to))
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    try {
      yield* listObjects(this.#place, prefix)
    } catch (error) {
      throw translateS3Error(error, this.#place, { action: 's3:ListBucket', key: prefix })
    }
  }

  remove(key: string): Promise<void> {
    return this.#translated('s3:DeleteObject', key, () => removeObject(this.#place, key))
  }

  /** Lets go of idle connections. */
  close(): void {
    this.#place.client.destroy()
  }

  async #translated<T>(action: string, key: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work()
    } catch (error) {
      throw translateS3Error(error, this.#place, { action, key })
    }
  }
}
