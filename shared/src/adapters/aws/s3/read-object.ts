import { GetObjectCommand } from '@aws-sdk/client-s3'
import { UserError } from '../../../errors.js'
import type { StoredObject } from '../../../ports/object-store.js'
import { isAwsError } from '../sdk-failure.js'
import { bodyOf, readInto, withWholeBody } from './read-body.js'
import { addressOf, type S3Place } from './s3-place.js'
import { writeIdsOf, type WriteIds } from './write-ids.js'

/** The object, or undefined; of one that is too large nothing is read. */
export async function readObject(
  place: S3Place,
  key: string,
  how: { readonly maxBytes: number; readonly ids: WriteIds }
): Promise<StoredObject | undefined> {
  const address = addressOf(place, key)
  try {
    return await withWholeBody(async () => {
      const output = await place.client.send(new GetObjectCommand(address))
      const size = output.ContentLength ?? Infinity
      if (size > how.maxBytes) {
        bodyOf(output).destroy()
        throw tooLarge(key, size, how.maxBytes)
      }
      const bytes = Buffer.alloc(size)
      await readInto(output, bytes)
      const etag = output.ETag ?? ''
      how.ids.remember(key, etag, writeIdsOf(output.Metadata))
      return { bytes, etag }
    })
  } catch (error) {
    if (isAwsError(error, 'NoSuchKey')) return undefined
    throw error
  }
}

function tooLarge(key: string, size: number, maxBytes: number): UserError {
  return new UserError('store-object-too-large', `${key} is ${size} bytes; at most ${maxBytes} are read`, {
    hint: 'Check what wrote it: records of the suite are small.'
  })
}
