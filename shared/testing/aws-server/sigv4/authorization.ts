import { AwsError } from '../aws-error.js'
import type { CredentialScope } from '../aws-service.js'

/** The parts of an `Authorization: AWS4-HMAC-SHA256` header. */
export interface Authorization {
  readonly accessKeyId: string
  readonly date: string
  readonly scope: CredentialScope
  readonly signedHeaders: readonly string[]
  readonly signature: string
}

const FORM =
  /^AWS4-HMAC-SHA256 +Credential=([^/,\s]+)\/(\d{8})\/([a-z0-9-]+)\/([a-z0-9-]+)\/aws4_request, *SignedHeaders=([a-z0-9;_-]+), *Signature=([0-9a-f]{64})$/

/** Reads the header of signature version 4; undefined when there is none. */
export function parseAuthorization(header: string | undefined): Authorization | undefined {
  if (header === undefined) return undefined
  const [, accessKeyId, date, region, service, signed, signature] = FORM.exec(header) ?? []
  if (accessKeyId === undefined || date === undefined || region === undefined || service === undefined) {
    throw new AwsError('AuthorizationHeaderMalformed', 400, 'The authorization header is malformed.')
  }
  return {
    accessKeyId,
    date,
    scope: { region, service },
    signedHeaders: (signed ?? '').split(';'),
    signature: signature ?? ''
  }
}
