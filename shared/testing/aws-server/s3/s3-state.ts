import { randomBytes } from 'node:crypto'
import { AwsError } from '../aws-error.js'
import type { StoredBody } from './stored-body.js'

/** One version of an object, or a delete marker. */
export interface ObjectVersion {
  readonly key: string
  /** `null` where the bucket is not versioned. */
  readonly versionId: string
  readonly lastModified: Date
  readonly deleteMarker: boolean
  /** With its quotes. */
  readonly etag: string
  readonly body: StoredBody
  /** Content headers, encryption headers and `x-amz-meta-…`, given back as they came. */
  readonly headers: ReadonlyMap<string, string>
  /** `x-amz-checksum-…` headers of the whole object. */
  readonly checksums: ReadonlyMap<string, string>
}

export interface StoredPart {
  readonly etag: string
  readonly body: StoredBody
  readonly checksums: ReadonlyMap<string, string>
}

export interface MultipartUpload {
  readonly id: string
  readonly key: string
  readonly headers: ReadonlyMap<string, string>
  /** Such as `sha256`; undefined when none was named. */
  readonly checksumAlgorithm: string | undefined
  readonly parts: Map<number, StoredPart>
}

export interface Bucket {
  readonly name: string
  readonly region: string
  versioning: 'Enabled' | 'Suspended' | undefined
  /** KMS key of the bucket's default encryption; undefined is AES256. */
  defaultKmsKeyId: string | undefined
  /** Versions by key, the latest last. */
  readonly objects: Map<string, ObjectVersion[]>
  readonly uploads: Map<string, MultipartUpload>
}

/** All buckets of the account, and how the server deals with races. */
export class S3State {
  /** Answer 409 instead of 412 to a conditional write that another write overtook while it was under way. */
  conflictsOnRace = false
  readonly directory: string
  readonly now: () => Date
  readonly #buckets = new Map<string, Bucket>()

  constructor(directory: string, now: () => Date) {
    this.directory = directory
    this.now = now
  }

  createBucket(name: string, region: string): Bucket {
    if (!/^(?!xn--|.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name)) {
      throw new AwsError('InvalidBucketName', 400, 'The specified bucket is not valid.')
    }
    if (this.#buckets.has(name)) {
      throw new AwsError('BucketAlreadyOwnedByYou', 409, 'You already own this bucket.')
    }
    const bucket: Bucket = {
      name,
      region,
      versioning: undefined,
      defaultKmsKeyId: undefined,
      objects: new Map(),
      uploads: new Map()
    }
    this.#buckets.set(name, bucket)
    return bucket
  }

  bucket(name: string): Bucket {
    const bucket = this.#buckets.get(name)
    if (bucket !== undefined) return bucket
    throw new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist', {
      details: { BucketName: name }
    })
  }

  /** Latest versions that are objects, in key order. */
  objects(name: string): ObjectVersion[] {
    return [...this.bucket(name).objects.keys()].sort(byBytes).flatMap(key => this.current(name, key) ?? [])
  }

  /** The latest version of a key unless it is a delete marker. */
  current(name: string, key: string): ObjectVersion | undefined {
    const latest = this.bucket(name).objects.get(key)?.at(-1)
    return latest?.deleteMarker === true ? undefined : latest
  }

  /** Adds a version; in a bucket without versioning it replaces what was there. */
  add(name: string, version: Omit<ObjectVersion, 'versionId' | 'lastModified'>): ObjectVersion {
    const bucket = this.bucket(name)
    const versionId = bucket.versioning === 'Enabled' ? randomBytes(16).toString('base64url') : 'null'
    const added = { ...version, versionId, lastModified: this.now() }
    const kept = (bucket.objects.get(version.key) ?? []).filter(({ versionId: id }) => id !== versionId)
    bucket.objects.set(version.key, [...kept, added])
    return added
  }

  /** Removes one version for good. */
  erase(name: string, key: string, versionId: string): ObjectVersion | undefined {
    const { objects } = this.bucket(name)
    const versions = objects.get(key) ?? []
    const kept = versions.filter(version => version.versionId !== versionId)
    if (kept.length === 0) objects.delete(key)
    else objects.set(key, kept)
    return versions.find(version => version.versionId === versionId)
  }
}

/** S3's order of keys: that of their UTF-8 bytes. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
