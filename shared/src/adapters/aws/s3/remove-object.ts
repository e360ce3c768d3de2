import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { addressOf, type S3Place } from './s3-place.js'

/** Removes an object; in a bucket with versions the earlier ones stay behind a marker. */
export async function removeObject(place: S3Place, key: string): Promise<void> {
  await place.client.send(new DeleteObjectCommand(addressOf(place, key)))
}
