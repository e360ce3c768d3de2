import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FailurePlan } from '../failure-plan.js'
import type { AwsService } from './aws-service.js'
import { CallServer, type RecordedCall } from './http/call-server.js'
import type { Failure } from './http/failures.js'
import { S3Service } from './s3/s3-service.js'
import { S3State } from './s3/s3-state.js'
import { AccessKeys } from './sigv4/access-keys.js'

export interface AwsServerOptions {
  /** Buckets that exist from the start, in `region`. */
  readonly buckets?: readonly string[]
  /** Default `eu-central-1`. */
  readonly region?: string
  readonly now?: () => Date
  /** Further services, asked before S3; they may keep files in `directory` until the server closes. */
  readonly services?: (context: ServiceContext) => readonly AwsService[]
}

export interface ServiceContext {
  readonly region: string
  readonly now: () => Date
  readonly keys: AccessKeys
  readonly s3: S3State
  readonly directory: string
}

export interface AwsServer {
  /** The endpoint of every service. */
  readonly url: string
  readonly region: string
  readonly keys: AccessKeys
  readonly s3: S3State
  /** By `service:Operation /path?query`. */
  readonly failures: FailurePlan<Failure>
  readonly calls: readonly RecordedCall[]
  /** Whether every call that came in has been carried out, and answered where somebody still listens. */
  isIdle(): boolean
  /** Errors of the server itself; a test expects none. */
  readonly defects: readonly string[]
  close(): Promise<void>
}

/** Starts an AWS of one account on a free local port; its objects live in a temporary directory until `close`. */
export async function startAwsServer(options: AwsServerOptions = {}): Promise<AwsServer> {
  const { region = 'eu-central-1', now = () => new Date(), buckets = [] } = options
  const directory = await mkdtemp(join(tmpdir(), 'aws-server-'))
  const [keys, failures] = [new AccessKeys(), new FailurePlan<Failure>()]
  const s3 = new S3State(directory, now)
  for (const name of buckets) s3.createBucket(name, region)
  const more = options.services?.({ region, now, keys, s3, directory }) ?? []
  const calls: RecordedCall[] = []
  const defects: string[] = []
  const callServer = new CallServer({ services: [...more, new S3Service(s3)], keys, failures, calls, now })
  let inHand = 0
  const http = createServer((request, response) => {
    inHand++
    void callServer
      .serve(request, response)
      .catch((error: unknown) => {
        if (!isBrokenOff(error) && (!request.destroyed || request.complete)) defects.push(String(error))
        response.destroy()
      })
      .finally(() => inHand--)
  })
  // Longer than a busy client is held up, so that it never writes into a connection that is closing.
  http.keepAliveTimeout = 60_000
  const url = await listen(http)
  const [isIdle, close] = [() => inHand === 0, () => stop(http, directory)]
  return { url, region, keys, s3, failures, calls, isIdle, defects, close }
}

function listen(http: Server): Promise<string> {
  return new Promise((resolve, reject) => {
    http.on('error', reject)
    http.listen(0, '127.0.0.1', () => {
      const { port } = http.address() as AddressInfo
      resolve(`http://127.0.0.1:${port}`)
    })
  })
}

async function stop(http: Server, directory: string): Promise<void> {
  await new Promise(resolve => {
    http.close(resolve)
    http.closeAllConnections()
  })
  await rm(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

/** What Node calls a request whose client went away while it was sent. */
function isBrokenOff(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'ECONNRESET'
}
