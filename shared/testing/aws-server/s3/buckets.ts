import type { AwsResponse } from '../aws-service.js'
import { readText } from '../http/read-body.js'
import { xmlAnswer } from './xml-answer.js'
import { bucketOf, type S3Call } from './s3-call.js'
import { document, element, elementText } from './xml.js'

/** CreateBucket, in the region of the location constraint, else in that of the signature. */
export async function createBucket(call: S3Call): Promise<AwsResponse> {
  const asked = elementText(await readText(call.request.body), 'LocationConstraint')
  call.state.createBucket(call.bucketName, asked ?? call.request.scope?.region ?? 'us-east-1')
  return { status: 200, headers: { location: `/${call.bucketName}` } }
}

/** HeadBucket. */
export function headBucket(call: S3Call): AwsResponse {
  return { status: 200, headers: { 'x-amz-bucket-region': bucketOf(call).region } }
}

/** GetBucketVersioning. */
export function getVersioning(call: S3Call): AwsResponse {
  const { versioning } = bucketOf(call)
  return xmlAnswer(
    document('VersioningConfiguration', versioning === undefined ? [] : [element('Status', versioning)])
  )
}

/** PutBucketVersioning. */
export async function putVersioning(call: S3Call): Promise<AwsResponse> {
  const bucket = bucketOf(call)
  const status = elementText(await readText(call.request.body), 'Status')
  bucket.versioning = status === 'Suspended' ? 'Suspended' : 'Enabled'
  return { status: 200 }
}
