import { AwsError } from '../aws-error.js'
import type { AwsRequest } from '../aws-service.js'
import type { Bucket, S3State } from './s3-state.js'

/** A request to S3 in the path style: `/bucket/key`. */
export interface S3Call {
  readonly request: AwsRequest
  readonly state: S3State
  /** '' for the list of buckets. */
  readonly bucketName: string
  /** '' for the bucket itself. */
  readonly key: string
}

export function s3Call(request: AwsRequest, state: S3State): S3Call {
  const [, bucketName = '', key = ''] = /^\/([^/]*)(?:\/(.*))?$/s.exec(request.path) ?? []
  try {
    return { request, state, bucketName, key: decodeURIComponent(key) }
  } catch {
    throw new AwsError('InvalidURI', 400, "Couldn't parse the specified URI.")
  }
}

/** The bucket of a call; another region than it was signed for is S3's redirect. */
export function bucketOf({ request, state, bucketName, key }: S3Call): Bucket {
  const bucket = state.bucket(bucketName)
  if (request.scope !== undefined && request.scope.region !== bucket.region) {
    const message =
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.'
    throw new AwsError('PermanentRedirect', 301, message, {
      headers: { 'x-amz-bucket-region': bucket.region },
      details: { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name }
    })
  }
  if (Buffer.byteLength(key) > 1024) throw new AwsError('KeyTooLongError', 400, 'Your key is too long')
  return bucket
}

/** A request header's text, or undefined. */
export function headerOf({ request }: S3Call, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : undefined
}

const KEPT = /^(?:content-(?:type|disposition|language)|cache-control|expires|x-amz-meta-.+)$/
const MAX_METADATA_BYTES = 2048

/** The headers an object keeps: content, metadata, and the encryption it really has. */
export function keptHeaders(call: S3Call): Map<string, string> {
  const kept = new Map<string, string>()
  let metadataBytes = 0
  for (const [name, value] of Object.entries(call.request.headers)) {
    if (!KEPT.test(name)) continue
    kept.set(name, String(value))
    if (name.startsWith('x-amz-meta-')) metadataBytes += name.length - 11 + String(value).length
  }
  if (metadataBytes > MAX_METADATA_BYTES) {
    throw new AwsError('MetadataTooLarge', 400, 'Your metadata headers exceed the maximum allowed size.')
  }
  const encoding = (headerOf(call, 'content-encoding') ?? '')
    .split(',')
    .filter(word => word.trim() !== 'aws-chunked')
  if (encoding.join(',') !== '') kept.set('content-encoding', encoding.join(','))
  if (!kept.has('content-type')) kept.set('content-type', 'binary/octet-stream')
  for (const [name, value] of encryption(call)) kept.set(name, value)
  return kept
}

function encryption(call: S3Call): Map<string, string> {
  const asked = headerOf(call, 'x-amz-server-side-encryption')
  const keyId = headerOf(call, 'x-amz-server-side-encryption-aws-kms-key-id')
  const { defaultKmsKeyId } = bucketOf(call)
  const algorithm = asked ?? (defaultKmsKeyId === undefined ? 'AES256' : 'aws:kms')
  if (algorithm !== 'AES256' && algorithm !== 'aws:kms') {
    throw new AwsError(
      'InvalidEncryptionAlgorithmError',
      400,
      'The encryption method specified is not supported'
    )
  }
  const headers = new Map([['x-amz-server-side-encryption', algorithm]])
  if (algorithm === 'aws:kms') {
    const used = keyId ?? defaultKmsKeyId ?? 'arn:aws:kms:eu-central-1:123456789012:key/aws-s3'
    headers.set('x-amz-server-side-encryption-aws-kms-key-id', used)
  }
  return headers
}

/** Headers that answers about a version repeat. */
export function encryptionHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  return Object.fromEntries([...headers].filter(([name]) => name.startsWith('x-amz-server-side-encryption')))
}

/** The version's id where the bucket has versions. */
export function versionHeader(bucket: Bucket, versionId: string): Record<string, string> {
  return bucket.versioning === undefined ? {} : { 'x-amz-version-id': versionId }
}
