import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'

export interface S3ClientOptions {
  /** Default: the SDK's own search (AWS_REGION, profile). */
  readonly region?: string | undefined
  /** Default: the SDK's own chain. */
  readonly credentials?: S3ClientConfig['credentials'] | undefined
  /** Default: AWS, or what AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names. */
  readonly endpoint?: string | undefined
  /** Tries of each call, the first included; default 6. */
  readonly maxAttempts?: number | undefined
}

const MAX_ATTEMPTS = 6
const CONNECT_TIMEOUT_MS = 10_000
const SILENCE_TIMEOUT_MS = 60_000
const MAX_CONNECTIONS = 24

/** A client that waits neither for a connection nor for silence for ever, and repeats what is safe to repeat. */
export function createS3Client(options: S3ClientOptions): S3Client {
  const { region, credentials, endpoint, maxAttempts = MAX_ATTEMPTS } = options
  const custom = endpoint ?? process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']
  return new S3Client({
    ...(region !== undefined && { region }),
    ...(credentials !== undefined && { credentials }),
    ...(endpoint !== undefined && { endpoint }),
    // Other servers than AWS rarely have a host name for each bucket.
    forcePathStyle: custom !== undefined && custom !== '',
    maxAttempts,
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      socketTimeout: SILENCE_TIMEOUT_MS,
      httpAgent: { maxSockets: MAX_CONNECTIONS, keepAlive: true },
      httpsAgent: { maxSockets: MAX_CONNECTIONS, keepAlive: true }
    }
  })
}
