import { randomBytes } from 'node:crypto'
import { AwsError } from '../aws-error.js'
import type { AwsResponse } from '../aws-service.js'
import { readText } from '../http/read-body.js'
import { checksumName, compositeChecksum } from './checksums.js'
import { sameTag, writeCondition } from './conditional-write.js'
import { xmlAnswer } from './xml-answer.js'
import { etagOf } from './put-object.js'
import { receiveBody } from './receive-body.js'
import { bucketOf, encryptionHeaders, headerOf, keptHeaders, versionHeader, type S3Call } from './s3-call.js'
import type { MultipartUpload, StoredPart } from './s3-state.js'
import { joined } from './stored-body.js'
import { document, element, elements, elementText } from './xml.js'

const MIN_PART_BYTES = 5 * 1024 * 1024
const MAX_PART_NUMBER = 10_000

/** CreateMultipartUpload. */
export function createMultipartUpload(call: S3Call): AwsResponse {
  const bucket = bucketOf(call)
  const headers = keptHeaders(call)
  const id = randomBytes(32).toString('base64url')
  const algorithm = headerOf(call, 'x-amz-checksum-algorithm')
  if (headerOf(call, 'x-amz-checksum-type') === 'FULL_OBJECT') {
    throw new AwsError('NotImplemented', 501, 'this server computes composite checksums only')
  }
  const checksumAlgorithm = algorithm === undefined ? undefined : checksumName(algorithm)
  bucket.uploads.set(id, { id, key: call.key, headers, checksumAlgorithm, parts: new Map() })
  return xmlAnswer(
    document('InitiateMultipartUploadResult', [
      element('Bucket', bucket.name),
      element('Key', call.key),
      element('UploadId', id)
    ]),
    {
      ...encryptionHeaders(headers),
      ...(algorithm !== undefined && {
        'x-amz-checksum-algorithm': algorithm,
        'x-amz-checksum-type': 'COMPOSITE'
      })
    }
  )
}

/** UploadPart. */
export async function uploadPart(call: S3Call): Promise<AwsResponse> {
  const upload = uploadOf(call)
  const number = Number(call.request.query.get('partNumber'))
  if (!Number.isInteger(number) || number < 1 || number > MAX_PART_NUMBER) {
    const message = 'Part number must be an integer between 1 and 10000, inclusive'
    throw new AwsError('InvalidArgument', 400, message)
  }
  const { body, md5, checksums } = await receiveBody(call.request, call.state.directory)
  const etag = `"${md5.toString('hex')}"`
  upload.parts.set(number, { etag, body, checksums })
  return {
    status: 200,
    headers: { etag, ...Object.fromEntries(checksums), ...encryptionHeaders(upload.headers) }
  }
}

/** CompleteMultipartUpload, conditional or not. */
export async function completeMultipartUpload(call: S3Call): Promise<AwsResponse> {
  const bucket = bucketOf(call)
  const upload = uploadOf(call)
  const checkCondition = writeCondition(call)
  const parts = listedParts(await readText(call.request.body), upload)
  uploadOf(call)
  checkCondition()
  const digests = parts.map(part => Buffer.from(part.etag.replaceAll('"', ''), 'hex'))
  const digest = `${compositeChecksum('md5', digests).toString('hex')}-${parts.length}`
  const version = call.state.add(call.bucketName, {
    key: call.key,
    deleteMarker: false,
    etag: etagOf(upload.headers, digest),
    body: joined(parts.map(part => part.body)),
    headers: upload.headers,
    checksums: wholeChecksums(upload, parts)
  })
  bucket.uploads.delete(upload.id)
  return xmlAnswer(
    document('CompleteMultipartUploadResult', [
      element('Location', call.request.path),
      element('Bucket', bucket.name),
      element('Key', call.key),
      element('ETag', version.etag),
      ...[...version.checksums].map(([name, value]) =>
        element(`Checksum${name.slice('x-amz-checksum-'.length).toUpperCase()}`, value)
      )
    ]),
    { ...encryptionHeaders(upload.headers), ...versionHeader(bucket, version.versionId) }
  )
}

/** AbortMultipartUpload. */
export function abortMultipartUpload(call: S3Call): AwsResponse {
  bucketOf(call).uploads.delete(uploadOf(call).id)
  return { status: 204 }
}

/** ListParts, on one page. */
export function listParts(call: S3Call): AwsResponse {
  const upload = uploadOf(call)
  const parts = [...upload.parts].sort(([a], [b]) => a - b)
  return xmlAnswer(
    document('ListPartsResult', [
      element('Bucket', call.bucketName),
      element('Key', upload.key),
      element('UploadId', upload.id),
      element('IsTruncated', false),
      ...parts.map(([number, { etag, body }]) =>
        element('Part', [element('PartNumber', number), element('ETag', etag), element('Size', body.size)])
      )
    ])
  )
}

/** ListMultipartUploads, on one page. */
export function listMultipartUploads(call: S3Call): AwsResponse {
  const uploads = [...bucketOf(call).uploads.values()]
  return xmlAnswer(
    document('ListMultipartUploadsResult', [
      element('Bucket', call.bucketName),
      element('IsTruncated', false),
      ...uploads.map(({ id, key }) => element('Upload', [element('Key', key), element('UploadId', id)]))
    ])
  )
}

function uploadOf(call: S3Call): MultipartUpload {
  const upload = bucketOf(call).uploads.get(call.request.query.get('uploadId') ?? '')
  if (upload?.key === call.key) return upload
  const message =
    'The specified upload does not exist. The upload ID may be invalid, or the upload may have been aborted or completed.'
  throw new AwsError('NoSuchUpload', 404, message)
}

/** The parts a completion lists: in order, whole, as they were uploaded, and none but the last too small. */
function listedParts(xml: string, upload: MultipartUpload): StoredPart[] {
  const listed = elements(xml, 'Part')
  if (listed.length === 0) throw new AwsError('MalformedXML', 400, 'The XML you provided was not well-formed')
  const numbers = listed.map(part => Number(elementText(part, 'PartNumber')))
  if (numbers.some((number, index) => number <= (numbers[index - 1] ?? 0))) {
    throw new AwsError('InvalidPartOrder', 400, 'The list of parts was not in ascending order.')
  }
  const parts = listed.map((part, index) => requirePart(upload, numbers[index] ?? 0, part))
  if (parts.slice(0, -1).some(({ body }) => body.size < MIN_PART_BYTES)) {
    throw new AwsError('EntityTooSmall', 400, 'Your proposed upload is smaller than the minimum allowed size')
  }
  return parts
}

function requirePart({ parts, checksumAlgorithm }: MultipartUpload, number: number, xml: string): StoredPart {
  const stored = parts.get(number)
  const name = checksumAlgorithm
  const checksum = name === undefined ? undefined : stored?.checksums.get(`x-amz-checksum-${name}`)
  const listed = name === undefined ? undefined : elementText(xml, `Checksum${name.toUpperCase()}`)
  if (stored !== undefined && sameTag(stored.etag, elementText(xml, 'ETag') ?? '') && listed === checksum) {
    return stored
  }
  const message = 'One or more of the specified parts could not be found, or did not match.'
  throw new AwsError('InvalidPart', 400, message)
}

function wholeChecksums(
  { checksumAlgorithm }: MultipartUpload,
  parts: readonly StoredPart[]
): Map<string, string> {
  if (checksumAlgorithm === undefined) return new Map()
  const header = `x-amz-checksum-${checksumAlgorithm}`
  const raw = parts.map(part => Buffer.from(part.checksums.get(header) ?? '', 'base64'))
  const composite = compositeChecksum(checksumName(checksumAlgorithm), raw).toString('base64')
  return new Map([[header, `${composite}-${parts.length}`]])
}
