import { GetObjectCommand, type GetObjectCommandOutput } from '@aws-sdk/client-s3'
import { isAwsError } from '../sdk-failure.js'
import { readInto, withWholeBody } from './read-body.js'
import type { ObjectAddress, S3Place } from './s3-place.js'

/** The object was replaced between two ranges, and the version that was begun cannot be had any more. */
export class ObjectReplaced extends Error {}

/**
 * One version of an object, whose ranges all come from that version. By its tag, which needs no further permission; where
 * the object is replaced meanwhile and the bucket keeps versions, by its version id (`s3:GetObjectVersion`).
 */
export class PinnedObject {
  readonly #place: S3Place
  readonly #address: ObjectAddress
  readonly #etag: string | undefined
  readonly #versionId: string | undefined
  #replaced = false

  constructor(place: S3Place, address: ObjectAddress, first: GetObjectCommandOutput) {
    this.#place = place
    this.#address = address
    this.#etag = first.ETag
    this.#versionId = first.VersionId === 'null' ? undefined : first.VersionId
  }

  /** Fills `target` with the bytes from `from` on. */
  async readRange(from: number, target: Buffer, signal: AbortSignal): Promise<void> {
    const range = `bytes=${from}-${from + target.length - 1}`
    await withWholeBody(async () => readInto(await this.#get(range, signal), target, signal), signal)
  }

  async #get(Range: string, abortSignal: AbortSignal): Promise<GetObjectCommandOutput> {
    if (!this.#replaced) {
      try {
        return await this.#send(
          { Range, ...(this.#etag !== undefined && { IfMatch: this.#etag }) },
          abortSignal
        )
      } catch (error) {
        if (!isAwsError(error, 'PreconditionFailed', 'NoSuchKey')) throw error
        this.#replaced = true
      }
    }
    if (this.#versionId === undefined) throw new ObjectReplaced()
    return this.#send({ Range, VersionId: this.#versionId }, abortSignal)
  }

  #send(
    how: { readonly Range: string; readonly IfMatch?: string; readonly VersionId?: string },
    abortSignal: AbortSignal
  ): Promise<GetObjectCommandOutput> {
    return this.#place.client.send(new GetObjectCommand({ ...this.#address, ...how }), { abortSignal })
  }
}
