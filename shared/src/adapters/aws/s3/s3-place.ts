import type { S3Client } from '@aws-sdk/client-s3'
import { assertObjectKey } from '../../../domain/store/object-key.js'
import type { S3Location } from './s3-location.js'

/** A store's place in S3 and the client that reaches it. */
export interface S3Place extends S3Location {
  readonly client: S3Client
  /** Sent with every object that is written; undefined leaves the encryption to the bucket. */
  readonly kmsKeyId: string | undefined
  /** Ends transfers of files; records are read and written all the same, so that a cancelled run can say so. */
  readonly cancelled: AbortSignal
}

/** Bucket and full key of an object, as commands take them. */
export interface ObjectAddress {
  readonly Bucket: string
  readonly Key: string
}

export function addressOf(place: S3Location, key: string): ObjectAddress {
  return { Bucket: place.bucket, Key: rootOf(place) + assertObjectKey(key) }
}

/** What all keys of the store begin with: '' or the prefix and a slash. */
export function rootOf({ prefix }: S3Location): string {
  return prefix === '' ? '' : `${prefix}/`
}

/** The encryption members of a command that creates an object. */
export function encryptionOf({ kmsKeyId }: S3Place) {
  return kmsKeyId === undefined ? {} : { ServerSideEncryption: 'aws:kms' as const, SSEKMSKeyId: kmsKeyId }
}

/** Metadata: lower-case hexadecimal SHA-256 of a file that was uploaded. */
export const SHA256_METADATA = 'mlops-sha256'
/** Metadata: the id of the write that made this version, then those it was built upon, latest first. */
export const WRITE_METADATA = 'mlops-write'
