import type { AwsResponse } from '../aws-service.js'

/** A document as an answer with status 200. */
export function xmlAnswer(body: string, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  return {
    status: 200,
    headers: {
      'content-type': 'application/xml',
      'content-length': String(Buffer.byteLength(body)),
      ...headers
    },
    body
  }
}
