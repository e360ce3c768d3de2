import { createHash, randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FailurePlan } from '../../failure-plan.js'
import { AwsError } from '../aws-error.js'
import type { AwsRequest, AwsResponse, AwsService } from '../aws-service.js'
import type { AccessKeys } from '../sigv4/access-keys.js'
import { authenticate } from '../sigv4/authenticate.js'
import { parseAuthorization, type Authorization } from '../sigv4/authorization.js'
import { cutAfter } from './cut-after.js'
import type { Failure } from './failures.js'
import { readText } from './read-body.js'

/** A call as it came in and how it was answered; status 0 is a dropped connection. */
export interface RecordedCall {
  readonly service: string
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly query: string
  readonly headers: IncomingMessage['headers']
  principal: string | undefined
  status: number
  /** AWS's code of the error it was answered with. */
  refusal?: string | undefined
}

export interface CallServerOptions {
  readonly services: readonly AwsService[]
  readonly keys: AccessKeys
  readonly failures: FailurePlan<Failure>
  readonly calls: RecordedCall[]
  readonly now: () => Date
}

interface Target {
  readonly service: AwsService
  readonly request: AwsRequest
  readonly call: RecordedCall
}

/** Answers one HTTP call: finds its service, checks its signature, and lets the planned failure happen. */
export class CallServer {
  readonly #options: CallServerOptions

  constructor(options: CallServerOptions) {
    this.#options = options
  }

  async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    // Clients set their own clock by it.
    outgoing.setHeader('date', this.#options.now().toUTCString())
    const unsigned = toRequest(incoming)
    const service = this.#options.services.find(candidate => candidate.handles(unsigned))
    if (service === undefined) return send(outgoing, { status: 404, body: 'no such service' })
    const call = record(incoming, service, unsigned)
    this.#options.calls.push(call)
    outgoing.on('finish', () => (call.status = outgoing.statusCode))
    const { operation, path, query } = call
    const failure = this.#options.failures.take(`${service.name}:${operation} ${path}?${query}`)
    if (failure?.kind === 'delay') await new Promise(done => setTimeout(done, failure.milliseconds))
    // Carried out later, even if the client is gone by then.
    const request = failure?.kind === 'before' ? await received(unsigned) : unsigned
    if (failure?.kind === 'before') await failure.work()
    if (failure?.kind === 'drop' && failure.after === 'request') return void incoming.socket.destroy()
    const answer = await this.#answer({ service, request, call }, failure)
    if (failure?.kind === 'after') await failure.work()
    if (failure?.kind === 'drop') return void incoming.socket.destroy()
    await send(outgoing, failure?.kind === 'cut' ? cutAfter(answer, failure.afterBytes) : answer)
  }

  async #answer({ service, request, call }: Target, failure: Failure | undefined): Promise<AwsResponse> {
    try {
      if (failure?.kind === 'answer') {
        const { code, status, message, headers = {}, details = {} } = failure
        throw new AwsError(code, status, message, { headers, details })
      }
      return await service.handle(await this.#authenticated(service, request, call))
    } catch (error) {
      if (error instanceof AwsError) {
        call.refusal = error.code
        return service.refuse(error, request)
      }
      throw error
    }
  }

  async #authenticated(service: AwsService, request: AwsRequest, call: RecordedCall): Promise<AwsRequest> {
    const authorization = parseAuthorization(request.headers.authorization)
    if (authorization === undefined) {
      if (service.allowsUnsigned(request)) return request
      throw new AwsError('AccessDenied', 403, 'Access Denied')
    }
    requireService(authorization, service)
    const { keys, now } = this.#options
    const { payloadHash, body } = await signedPayload(request)
    const { method, path, query, headers } = call
    const signed = { method, path, rawQuery: query, headers, payloadHash }
    const caller = authenticate(signed, authorization, { keys, now: now() })
    call.principal = caller.principal
    return { ...request, caller, body }
  }
}

function toRequest(incoming: IncomingMessage): AwsRequest {
  const [path = '/', query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  let scope: AwsRequest['scope']
  try {
    scope = parseAuthorization(incoming.headers.authorization)?.scope
  } catch {
    scope = undefined
  }
  return {
    id: randomUUID(),
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: incoming.headers,
    body: incoming,
    scope,
    caller: undefined
  }
}

async function received(request: AwsRequest): Promise<AwsRequest> {
  return { ...request, body: Readable.from(await request.body.toArray()) }
}

function record(incoming: IncomingMessage, service: AwsService, request: AwsRequest): RecordedCall {
  const [, query = ''] = (incoming.url ?? '/').split(/\?(.*)/s)
  return {
    service: service.name,
    operation: service.operation(request),
    method: request.method,
    path: request.path,
    query,
    headers: incoming.headers,
    principal: undefined,
    status: 0
  }
}

function requireService({ scope }: Authorization, service: AwsService): void {
  if (scope.service === service.name) return
  const message = `Credential should be scoped to correct service: '${service.name}'.`
  throw new AwsError('SignatureDoesNotMatch', 403, message)
}

/** The hash a signature covers: declared in a header, whose truth the service checks, or that of the body. */
async function signedPayload({
  headers,
  body
}: AwsRequest): Promise<{ payloadHash: string; body: Readable }> {
  const declared = headers['x-amz-content-sha256']
  if (typeof declared === 'string') return { payloadHash: declared, body }
  const text = await readText(body)
  return {
    payloadHash: createHash('sha256').update(text).digest('hex'),
    body: Readable.from([Buffer.from(text)])
  }
}

async function send(outgoing: ServerResponse, { status, headers = {}, body }: AwsResponse): Promise<void> {
  outgoing.writeHead(status, headers)
  if (!(body instanceof Readable)) return void outgoing.end(body)
  // A body that ends early, or a client that goes away, leaves a broken connection, as in the world.
  await pipeline(body, outgoing).catch(() => outgoing.destroy())
}
