import { timingSafeEqual } from 'node:crypto'
import { AwsError } from '../aws-error.js'
import type { AccessKey, AccessKeys } from './access-keys.js'
import type { Authorization } from './authorization.js'
import { signatureOf, type SignedRequest } from './signature.js'

const MAX_SKEW_MS = 15 * 60 * 1000

/** Whose request it is; a wrong time, key, token or signature is the `AwsError` AWS answers with. */
export function authenticate(
  request: SignedRequest,
  authorization: Authorization,
  context: { readonly keys: AccessKeys; readonly now: Date }
): AccessKey {
  const { headers } = request
  const token = headers['x-amz-security-token']
  requireTime(String(headers['x-amz-date'] ?? ''), authorization.date, context.now)
  const sessionToken = typeof token === 'string' ? token : undefined
  const key = context.keys.require(authorization.accessKeyId, sessionToken, context.now)
  const signature = signatureOf(request, authorization, key.secretAccessKey)
  if (timingSafeEqual(Buffer.from(signature), Buffer.from(authorization.signature))) return key
  throw new AwsError(
    'SignatureDoesNotMatch',
    403,
    'The request signature we calculated does not match the signature you provided.'
  )
}

function requireTime(stamp: string, date: string, now: Date): void {
  const [, y, mo, d, h, mi, s] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(stamp) ?? []
  const time = Date.parse(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`)
  if (Number.isNaN(time) || stamp.slice(0, 8) !== date) {
    throw new AwsError('AccessDenied', 403, 'AWS authentication requires a valid Date or x-amz-date header')
  }
  if (Math.abs(time - now.getTime()) > MAX_SKEW_MS) {
    const message = 'The difference between the request time and the current time is too large.'
    throw new AwsError('RequestTimeTooSkewed', 403, message)
  }
}
