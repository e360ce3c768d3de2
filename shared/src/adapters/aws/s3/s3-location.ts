import { isObjectKey } from '../../../domain/store/object-key.js'
import { UserError } from '../../../errors.js'

/** A place in S3 where a store lives. */
export interface S3Location {
  readonly bucket: string
  /** '' or a key without a trailing slash. */
  readonly prefix: string
}

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/
const RESERVED = /^(?:xn--|sthree-|amzn-s3-demo-)|(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/
const IP_ADDRESS = /^\d+\.\d+\.\d+\.\d+$/

/** Keys may have 900 characters, and S3 takes 1024 bytes. */
const MAX_PREFIX_LENGTH = 100

/** Reads `s3://bucket/prefix`; anything else is a `UserError` `store-location-invalid`. */
export function parseS3Location(text: string): S3Location {
  const [, bucket = '', rest = ''] = /^s3:\/\/([^/]*)(?:\/(.*))?$/is.exec(text) ?? []
  const prefix = rest.replace(/\/$/, '')
  if (!isBucketName(bucket)) throw invalid(text, 'it does not name a bucket', bucketHint)
  if (prefix !== '' && (prefix.length > MAX_PREFIX_LENGTH || !isObjectKey(prefix))) {
    throw invalid(text, 'its prefix is not a path inside the bucket', prefixHint)
  }
  return { bucket, prefix }
}

const bucketHint =
  'Write s3://bucket/prefix; a bucket has 3 to 63 lower-case letters, digits, dots and hyphens, and a general-purpose one is needed.'
const prefixHint = `Use at most ${MAX_PREFIX_LENGTH} letters, digits and ._=+@- in segments separated by "/"; no "..", no segment that starts with a dot.`

function isBucketName(name: string): boolean {
  return BUCKET.test(name) && !name.includes('..') && !RESERVED.test(name) && !IP_ADDRESS.test(name)
}

function invalid(text: string, why: string, hint: string): UserError {
  const message = `the store "${text.slice(0, 120)}" cannot be opened: ${why}`
  return new UserError('store-location-invalid', message, { hint })
}
