import type { AwsResponse } from '../aws-service.js'
import { createBucket, getVersioning, headBucket, putVersioning } from './buckets.js'
import { deleteObject, deleteObjects } from './delete-objects.js'
import { getObject } from './get-object.js'
import { listObjects, listObjectVersions } from './list-objects.js'
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listMultipartUploads,
  listParts,
  uploadPart
} from './multipart.js'
import { putObject } from './put-object.js'
import type { S3Call } from './s3-call.js'

interface Operation {
  readonly name: string
  readonly method: string
  readonly on: 'bucket' | 'object'
  /** Query parameters that must be there. */
  readonly query: readonly string[]
  readonly run: (call: S3Call) => AwsResponse | Promise<AwsResponse>
}

const operation = (
  name: string,
  place: `${'GET' | 'PUT' | 'POST' | 'HEAD' | 'DELETE'} ${'bucket' | 'object'}${'' | `?${string}`}`,
  run: Operation['run']
): Operation => {
  const [, method = '', on = '', query = ''] = /^(\w+) (\w+)\??(.*)$/.exec(place) ?? []
  return {
    name,
    method,
    on: on === 'bucket' ? 'bucket' : 'object',
    query: query.split('&').filter(Boolean),
    run
  }
}

/** What this S3 can do; of two that fit, the first one is meant. */
const operations: readonly Operation[] = [
  operation('ListObjectsV2', 'GET bucket?list-type', listObjects),
  operation('ListObjectVersions', 'GET bucket?versions', listObjectVersions),
  operation('ListMultipartUploads', 'GET bucket?uploads', listMultipartUploads),
  operation('GetBucketVersioning', 'GET bucket?versioning', getVersioning),
  operation('PutBucketVersioning', 'PUT bucket?versioning', putVersioning),
  operation('DeleteObjects', 'POST bucket?delete', deleteObjects),
  operation('HeadBucket', 'HEAD bucket', headBucket),
  operation('CreateBucket', 'PUT bucket', createBucket),
  operation('CreateMultipartUpload', 'POST object?uploads', createMultipartUpload),
  operation('CompleteMultipartUpload', 'POST object?uploadId', completeMultipartUpload),
  operation('UploadPart', 'PUT object?partNumber&uploadId', uploadPart),
  operation('AbortMultipartUpload', 'DELETE object?uploadId', abortMultipartUpload),
  operation('ListParts', 'GET object?uploadId', listParts),
  operation('PutObject', 'PUT object', putObject),
  operation('GetObject', 'GET object', getObject),
  operation('HeadObject', 'HEAD object', getObject),
  operation('DeleteObject', 'DELETE object', deleteObject)
]

/** Parameters that ask for something else than the plain operation. */
const SELECTORS =
  /^(?:acl|attributes|cors|encryption|legal-hold|lifecycle|list-type|location|object-lock|policy|restore|retention|select|tagging|torrent|uploads|uploadId|versioning|versions|delete|partNumber)$/

/** The operation a request asks for; undefined when this server does not have it. */
export function operationOf({ request, key }: S3Call): Operation | undefined {
  const on = key === '' ? 'bucket' : 'object'
  const selectors = [...request.query.keys()].filter(name => SELECTORS.test(name))
  return operations.find(
    candidate =>
      candidate.method === request.method &&
      candidate.on === on &&
      candidate.query.every(name => selectors.includes(name)) &&
      selectors.every(name => candidate.query.includes(name)) &&
      request.headers['x-amz-copy-source'] === undefined
  )
}
