import { createHash, createHmac } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Authorization } from './authorization.js'

/** What a signature covers. */
export interface SignedRequest {
  readonly method: string
  /** As in the request line, still encoded. */
  readonly path: string
  /** As in the request line, without the question mark. */
  readonly rawQuery: string
  readonly headers: IncomingHttpHeaders
  /** Hexadecimal SHA-256 of the body, or one of the words that stand for it. */
  readonly payloadHash: string
}

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** The signature a request must have (AWS General Reference, "Signature Version 4"). */
export function signatureOf(
  request: SignedRequest,
  authorization: Authorization,
  secretAccessKey: string
): string {
  const { region, service } = authorization.scope
  const scope = `${authorization.date}/${region}/${service}/aws4_request`
  const time = String(request.headers['x-amz-date'])
  const text = ['AWS4-HMAC-SHA256', time, scope, sha256(canonicalRequest(request, authorization))].join('\n')
  const key = [authorization.date, region, service, 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => hmac(previous, part),
    `AWS4${secretAccessKey}`
  )
  return createHmac('sha256', key).update(text).digest('hex')
}

function canonicalRequest(request: SignedRequest, { scope, signedHeaders }: Authorization): string {
  // Only S3 signs the path as it is sent; all others encode it once more.
  const path = scope.service === 's3' ? request.path : encodeURI(request.path)
  const headers = signedHeaders.map(name => `${name}:${headerValue(request.headers[name])}\n`).join('')
  return [
    request.method,
    path,
    canonicalQuery(request.rawQuery),
    headers,
    signedHeaders.join(';'),
    request.payloadHash
  ].join('\n')
}

function headerValue(value: string | string[] | undefined): string {
  return (Array.isArray(value) ? value.join(',') : (value ?? '')).trim().replace(/ +/g, ' ')
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '') return ''
  const pairs = rawQuery.split('&').map(pair => (pair.includes('=') ? pair : `${pair}=`))
  return pairs.sort().join('&')
}
