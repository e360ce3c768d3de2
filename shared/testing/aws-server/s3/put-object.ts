import { randomBytes } from 'node:crypto'
import type { AwsResponse } from '../aws-service.js'
import { writeCondition } from './conditional-write.js'
import { receiveBody } from './receive-body.js'
import { bucketOf, encryptionHeaders, keptHeaders, versionHeader, type S3Call } from './s3-call.js'

/** PutObject, conditional or not. */
export async function putObject(call: S3Call): Promise<AwsResponse> {
  const bucket = bucketOf(call)
  const headers = keptHeaders(call)
  const checkCondition = writeCondition(call)
  const { body, md5, checksums } = await receiveBody(call.request, call.state.directory)
  checkCondition()
  const etag = etagOf(headers, md5.toString('hex'))
  const version = call.state.add(call.bucketName, {
    key: call.key,
    deleteMarker: false,
    etag,
    body,
    headers,
    checksums
  })
  return {
    status: 200,
    headers: {
      etag,
      ...encryptionHeaders(headers),
      ...Object.fromEntries(checksums),
      ...versionHeader(bucket, version.versionId)
    }
  }
}

/** Under KMS the tag is not a digest of the content. */
export function etagOf(headers: ReadonlyMap<string, string>, digest: string): string {
  const isPlain = headers.get('x-amz-server-side-encryption') === 'AES256'
  return `"${isPlain ? digest : randomBytes(16).toString('hex')}"`
}
