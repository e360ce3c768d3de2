import { AwsError } from '../aws-error.js'
import type { AwsResponse } from '../aws-service.js'
import { readText } from '../http/read-body.js'
import { writeCondition } from './conditional-write.js'
import { bucketOf, headerOf, type S3Call } from './s3-call.js'
import type { Bucket } from './s3-state.js'
import { document, element, elements, elementText } from './xml.js'
import { xmlAnswer } from './xml-answer.js'

interface Deletion {
  readonly versionId?: string
  /** A marker was put, or one was taken away. */
  readonly deleteMarker: boolean
}

/** DeleteObject; absent is fine. */
export function deleteObject(call: S3Call): AwsResponse {
  const bucket = bucketOf(call)
  if (headerOf(call, 'if-match') !== undefined) writeCondition(call)()
  const done = remove(call, {
    bucket,
    key: call.key,
    versionId: call.request.query.get('versionId') ?? undefined
  })
  return {
    status: 204,
    headers: {
      ...(done.deleteMarker && { 'x-amz-delete-marker': 'true' }),
      ...(done.versionId !== undefined && { 'x-amz-version-id': done.versionId })
    }
  }
}

/** DeleteObjects: up to a thousand at once. */
export async function deleteObjects(call: S3Call): Promise<AwsResponse> {
  const bucket = bucketOf(call)
  const xml = await readText(call.request.body)
  const asked = elements(xml, 'Object')
  if (asked.length === 0 || asked.length > 1000) {
    throw new AwsError('MalformedXML', 400, 'The XML you provided was not well-formed')
  }
  const results = asked.map(object => {
    const key = elementText(object, 'Key') ?? ''
    const done = remove(call, { bucket, key, versionId: elementText(object, 'VersionId') })
    const marker = done.deleteMarker ? [element('DeleteMarker', true)] : []
    return element('Deleted', [element('Key', key), ...marker])
  })
  const quiet = elementText(xml, 'Quiet') === 'true'
  return xmlAnswer(document('DeleteResult', quiet ? [] : results))
}

function remove(
  { state, bucketName }: S3Call,
  what: { readonly bucket: Bucket; readonly key: string; readonly versionId: string | undefined }
): Deletion {
  const { bucket, key, versionId } = what
  if (versionId !== undefined) {
    const erased = state.erase(bucketName, key, versionId)
    return { versionId, deleteMarker: erased?.deleteMarker === true }
  }
  if (bucket.versioning === undefined) {
    bucket.objects.delete(key)
    return { deleteMarker: false }
  }
  const body = { size: 0, segments: [] }
  const nothing = new Map<string, string>()
  const marker = state.add(bucketName, {
    key,
    deleteMarker: true,
    etag: '',
    body,
    headers: nothing,
    checksums: nothing
  })
  return { versionId: marker.versionId, deleteMarker: true }
}
