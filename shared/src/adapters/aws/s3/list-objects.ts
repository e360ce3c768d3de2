import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { assertObjectPrefix, isObjectKey } from '../../../domain/store/object-key.js'
import type { ListedObject } from '../../../ports/object-store.js'
import { rootOf, type S3Place } from './s3-place.js'

/** Objects of the store by prefix, page by page; S3 lists in the order of keys. What has no key of a store is passed over. */
export async function* listObjects(place: S3Place, prefix: string): AsyncIterable<ListedObject> {
  const root = rootOf(place)
  const asked = {
    Bucket: place.bucket,
    Prefix: root + assertObjectPrefix(prefix),
    EncodingType: 'url' as const
  }
  let token: string | undefined
  do {
    const page = await place.client.send(
      new ListObjectsV2Command({ ...asked, ...(token !== undefined && { ContinuationToken: token }) })
    )
    for (const { Key = '', Size = 0 } of page.Contents ?? []) {
      const key = decoded(Key).slice(root.length)
      if (isObjectKey(key)) yield { key, sizeBytes: Size }
    }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}

/** Keys come encoded, because XML cannot carry all that a key may hold. */
function decoded(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '))
  } catch {
    return ''
  }
}
