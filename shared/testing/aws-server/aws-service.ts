import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { AwsError } from './aws-error.js'
import type { AccessKey } from './sigv4/access-keys.js'

/** Region and service that a request was signed for. */
export interface CredentialScope {
  readonly region: string
  readonly service: string
}

/** A request as it came over the wire; the body is read by the service, once. */
export interface AwsRequest {
  readonly id: string
  readonly method: string
  /** As in the request line, still encoded. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingHttpHeaders
  readonly body: Readable
  /** Undefined when the request is not signed. */
  readonly scope: CredentialScope | undefined
  /** Whose signature was verified; undefined when the request is not signed. */
  readonly caller: AccessKey | undefined
}

export interface AwsResponse {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array | Readable
}

/** One AWS service on the shared port. Errors it throws as `AwsError` come back to its own `refuse`. */
export interface AwsService {
  /** As in a credential scope: `s3`, `sagemaker`, `logs`, `sts`. */
  readonly name: string
  handles(request: AwsRequest): boolean
  /** The name of the operation, for the log and for planned failures. */
  operation(request: AwsRequest): string
  /** Whether the request may come without a signature. */
  allowsUnsigned(request: AwsRequest): boolean
  handle(request: AwsRequest): Promise<AwsResponse>
  refuse(error: AwsError, request: AwsRequest): AwsResponse
}
