import { AwsError } from '../aws-error.js'
import { headerOf, type S3Call } from './s3-call.js'
import type { ObjectVersion } from './s3-state.js'

const preconditionFailed = () =>
  new AwsError('PreconditionFailed', 412, 'At least one of the pre-conditions you specified did not hold')

/**
 * The condition of a write, taken when the request begins and called when the object is about to be replaced; nothing
 * may be awaited between that call and the replacement, or two writers would both find it to hold.
 */
export function writeCondition(call: S3Call): () => void {
  const { state, bucketName, key } = call
  const [ifMatch, ifNoneMatch] = [headerOf(call, 'if-match'), headerOf(call, 'if-none-match')]
  if (ifNoneMatch !== undefined && ifNoneMatch !== '*') {
    throw new AwsError(
      'NotImplemented',
      501,
      'A header you provided implies functionality that is not implemented'
    )
  }
  const atStart = state.current(bucketName, key)
  return () => {
    const now = state.current(bucketName, key)
    if (ifMatch === undefined && ifNoneMatch === undefined) return
    if (state.conflictsOnRace && now !== atStart) throw conflict()
    if (ifNoneMatch !== undefined && now !== undefined) throw preconditionFailed()
    if (ifMatch !== undefined) requireMatch(now, ifMatch)
  }
}

function conflict(): AwsError {
  const message =
    'The conditional request cannot succeed due to a conflicting operation against this resource.'
  return new AwsError('ConditionalRequestConflict', 409, message)
}

function requireMatch(now: ObjectVersion | undefined, ifMatch: string): void {
  if (now === undefined) throw new AwsError('NoSuchKey', 404, 'The specified key does not exist.')
  if (!sameTag(now.etag, ifMatch)) throw preconditionFailed()
}

/** Whether two entity tags are the same, with or without their quotes. */
export function sameTag(a: string, b: string): boolean {
  return a.replaceAll('"', '') === b.replaceAll('"', '')
}
