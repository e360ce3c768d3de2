import { isObjectKey } from './object-key.js'

/** A place in S3 that an input names beside the store. */
export interface S3Address {
  /** As written; whether it is the name of a bucket shows when it is opened. */
  readonly bucket: string
  /** A key, or '' for the whole bucket; without a final slash. */
  readonly path: string
  /** Whether it ended in a slash, or names a whole bucket. */
  readonly isFolder: boolean
}

/** Whether a text is meant to be a place in S3. */
export function isS3Address(text: string): boolean {
  return /^s3:/i.test(text)
}

/** Reads `s3://bucket/path`; undefined where the bucket is missing or the path is not made of a store's segments. */
export function s3Address(text: string): S3Address | undefined {
  const [, bucket, rest = ''] = /^s3:\/\/([^/]+)(?:\/(.*))?$/is.exec(text) ?? []
  const path = rest.replace(/\/$/, '')
  if (bucket === undefined || (path !== '' && !isObjectKey(path))) return undefined
  return { bucket, path, isFolder: path === '' || rest.endsWith('/') }
}
