import { AwsError } from '../aws-error.js'
import type { AwsResponse } from '../aws-service.js'
import { sameTag } from './conditional-write.js'
import { bucketOf, headerOf, versionHeader, type S3Call } from './s3-call.js'
import type { ObjectVersion } from './s3-state.js'
import { readRange } from './stored-body.js'

interface ByteRange {
  readonly start: number
  readonly end: number
}

/** GetObject and HeadObject: ranges, conditions, versions. */
export function getObject(call: S3Call): AwsResponse {
  const bucket = bucketOf(call)
  const version = findVersion(call)
  const unchanged = checkReadConditions(call, version)
  const { size } = version.body
  const headers = {
    etag: version.etag,
    'last-modified': version.lastModified.toUTCString(),
    'accept-ranges': 'bytes',
    ...Object.fromEntries(version.headers),
    ...versionHeader(bucket, version.versionId)
  }
  if (unchanged) return { status: 304, headers }
  const range = rangeOf(headerOf(call, 'range'), size)
  const { start, end } = range ?? { start: 0, end: size - 1 }
  const withChecksum = range === undefined && headerOf(call, 'x-amz-checksum-mode') === 'ENABLED'
  const all = {
    ...headers,
    ...(withChecksum && Object.fromEntries(version.checksums)),
    ...(range !== undefined && { 'content-range': `bytes ${start}-${end}/${size}` }),
    'content-length': String(end - start + 1)
  }
  const status = range === undefined ? 200 : 206
  if (call.request.method === 'HEAD') return { status, headers: all }
  return { status, headers: all, body: readRange(version.body, start, end) }
}

function findVersion(call: S3Call): ObjectVersion {
  const { request, bucketName, key, state } = call
  const versionId = request.query.get('versionId')
  const versions = state.bucket(bucketName).objects.get(key) ?? []
  const found =
    versionId === null ? versions.at(-1) : versions.find(version => version.versionId === versionId)
  if (found?.deleteMarker === true) {
    const headers = { 'x-amz-delete-marker': 'true', 'x-amz-version-id': found.versionId }
    if (versionId === null)
      throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { headers })
    const message = 'The specified method is not allowed against this resource.'
    throw new AwsError('MethodNotAllowed', 405, message, { headers })
  }
  if (found !== undefined) return found
  if (versionId !== null) throw new AwsError('NoSuchVersion', 404, 'The specified version does not exist.')
  throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.', { details: { Key: key } })
}

/** True: the client has it already. */
function checkReadConditions(call: S3Call, version: ObjectVersion): boolean {
  const [ifMatch, ifNoneMatch] = [headerOf(call, 'if-match'), headerOf(call, 'if-none-match')]
  if (ifMatch !== undefined && ifMatch !== '*' && !sameTag(ifMatch, version.etag)) {
    const message = 'At least one of the pre-conditions you specified did not hold'
    throw new AwsError('PreconditionFailed', 412, message)
  }
  return ifNoneMatch !== undefined && (ifNoneMatch === '*' || sameTag(ifNoneMatch, version.etag))
}

/** The range of a header; one that is not understood is ignored, as HTTP says. */
function rangeOf(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (start < size && start <= end) return { start, end }
  throw new AwsError('InvalidRange', 416, 'The requested range is not satisfiable', {
    headers: { 'content-range': `bytes */${size}` },
    details: { ActualObjectSize: String(size) }
  })
}
