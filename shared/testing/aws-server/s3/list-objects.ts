import { AwsError } from '../aws-error.js'
import type { AwsResponse } from '../aws-service.js'
import { xmlAnswer } from './xml-answer.js'
import { bucketOf, type S3Call } from './s3-call.js'
import { byBytes, type ObjectVersion } from './s3-state.js'
import { document, element } from './xml.js'

const MAX_KEYS = 1000

interface Listing {
  readonly contents: readonly ObjectVersion[]
  readonly commonPrefixes: readonly string[]
  /** Where the next page begins, exclusive; undefined on the last page. */
  readonly next: string | undefined
}

/** ListObjectsV2: prefix, delimiter, pages, start-after, url encoding. */
export function listObjects(call: S3Call): AwsResponse {
  const bucket = bucketOf(call)
  const { query } = call.request
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? '']
  const maxKeys = Math.min(Number(query.get('max-keys') ?? MAX_KEYS), MAX_KEYS)
  const token = query.get('continuation-token')
  const after = token === null ? (query.get('start-after') ?? '') : fromToken(token)
  const listing = page(call.state.objects(call.bucketName), { prefix, delimiter, maxKeys, after })
  const encode = keyEncoder(query.get('encoding-type'))
  return xmlAnswer(
    document('ListBucketResult', [
      element('Name', bucket.name),
      element('Prefix', encode(prefix)),
      ...(delimiter === '' ? [] : [element('Delimiter', encode(delimiter))]),
      element('MaxKeys', maxKeys),
      element('KeyCount', listing.contents.length + listing.commonPrefixes.length),
      ...(query.get('encoding-type') === 'url' ? [element('EncodingType', 'url')] : []),
      element('IsTruncated', listing.next !== undefined),
      ...(listing.next === undefined ? [] : [element('NextContinuationToken', toToken(listing.next))]),
      ...listing.contents.map(object => element('Contents', objectElements(object, encode))),
      ...listing.commonPrefixes.map(common => element('CommonPrefixes', [element('Prefix', encode(common))]))
    ])
  )
}

/** ListObjectVersions: everything there is of each key, the latest first. */
export function listObjectVersions(call: S3Call): AwsResponse {
  const bucket = bucketOf(call)
  const prefix = call.request.query.get('prefix') ?? ''
  const keys = [...bucket.objects.keys()].filter(key => key.startsWith(prefix)).sort(byBytes)
  const versions = keys.flatMap(key => {
    const all = bucket.objects.get(key) ?? []
    return all.toReversed().map((version, index) => ({ version, isLatest: index === 0 }))
  })
  if (versions.length > MAX_KEYS)
    throw new AwsError('NotImplemented', 501, 'versions are listed on one page only')
  return xmlAnswer(
    document('ListVersionsResult', [
      element('Name', bucket.name),
      element('Prefix', prefix),
      element('MaxKeys', MAX_KEYS),
      element('IsTruncated', false),
      ...versions.map(({ version, isLatest }) =>
        element(version.deleteMarker ? 'DeleteMarker' : 'Version', [
          ...(version.deleteMarker
            ? [element('Key', version.key), element('LastModified', version.lastModified.toISOString())]
            : objectElements(version, key => key)),
          element('VersionId', version.versionId),
          element('IsLatest', isLatest)
        ])
      )
    ])
  )
}

function objectElements(object: ObjectVersion, encode: (key: string) => string): string[] {
  return [
    element('Key', encode(object.key)),
    element('LastModified', object.lastModified.toISOString()),
    element('ETag', object.etag),
    element('Size', object.body.size),
    element('StorageClass', 'STANDARD')
  ]
}

function page(
  objects: readonly ObjectVersion[],
  asked: { prefix: string; delimiter: string; maxKeys: number; after: string }
): Listing {
  const { prefix, delimiter, maxKeys, after } = asked
  const contents: ObjectVersion[] = []
  const commonPrefixes: string[] = []
  let last = after
  for (const object of objects) {
    if (!object.key.startsWith(prefix)) continue
    const end = delimiter === '' ? -1 : object.key.indexOf(delimiter, prefix.length)
    const common = end < 0 ? undefined : object.key.slice(0, end + delimiter.length)
    const place = common ?? object.key
    if (byBytes(place, after) <= 0 || place === last) continue
    if (contents.length + commonPrefixes.length === maxKeys) return { contents, commonPrefixes, next: last }
    if (common === undefined) contents.push(object)
    else commonPrefixes.push(common)
    last = place
  }
  return { contents, commonPrefixes, next: undefined }
}

function keyEncoder(type: string | null): (key: string) => string {
  if (type === null) return key => key
  if (type !== 'url')
    throw new AwsError('InvalidArgument', 400, 'Invalid Encoding Method specified in Request')
  return key => encodeURIComponent(key).replaceAll('%2F', '/').replaceAll('%20', '+')
}

const toToken = (key: string) => Buffer.from(`after:${key}`).toString('base64')

function fromToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('utf8')
  if (text.startsWith('after:')) return text.slice('after:'.length)
  throw new AwsError('InvalidArgument', 400, 'The continuation token provided is incorrect')
}
