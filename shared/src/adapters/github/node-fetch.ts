import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { TransportError } from './transport-error.js'

export interface FetchInit {
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
}

/** As much of a fetch response as Octokit reads. */
export interface FetchResponse {
  readonly status: number
  readonly url: string
  readonly headers: ReadonlyMap<string, string>
  text(): Promise<string>
  arrayBuffer(): Promise<ArrayBuffer>
}

export interface NodeFetchOptions {
  /** For the whole exchange, redirects excluded. Default 30 000. */
  readonly timeoutMs?: number
  /** A longer answer is a `TransportError`. Default 64 MiB. */
  readonly maxResponseBytes?: number
}

export type NodeFetch = (url: string, init: FetchInit) => Promise<FetchResponse>

interface Exchange {
  readonly url: URL
  readonly init: FetchInit
  readonly limits: Required<NodeFetchOptions>
}

const MAX_REDIRECTS = 3
const REDIRECTS = new Set([301, 302, 307, 308])

/**
 * A fetch over node:http and node:https, loaded with the first request: Node's own fetch costs 20 ms to start.
 * HTTPS_PROXY, HTTP_PROXY and NO_PROXY are honoured from Node 24.5 on, by Node's own agents.
 */
export function createNodeFetch(options: NodeFetchOptions = {}): NodeFetch {
  const limits = { timeoutMs: 30_000, maxResponseBytes: 64 * 1024 * 1024, ...options }
  const pool: AgentPool = new Map()
  return async (address, init) => {
    let url = new URL(address)
    for (let redirects = 0; ; redirects++) {
      const response = await exchange({ url, init, limits }, pool)
      if (!REDIRECTS.has(response.status)) return response
      url = redirectTarget(url, response, redirects)
    }
  }
}

function redirectTarget(from: URL, response: FetchResponse, redirects: number): URL {
  const location = response.headers.get('location')
  const target =
    location === undefined || !URL.canParse(location, from.href) ? undefined : new URL(location, from)
  // Elsewhere the token has no business.
  if (target?.origin !== from.origin || redirects >= MAX_REDIRECTS) {
    throw new TransportError('redirect', `${from.origin} redirects to ${target?.origin ?? 'nowhere'}`)
  }
  return target
}

type AgentPool = Map<string, Agent>

async function exchange(call: Exchange, pool: AgentPool): Promise<FetchResponse> {
  const http = call.url.protocol === 'https:' ? await import('node:https') : await import('node:http')
  const proxyEnv = process.env
  // A kept connection may be closed under us: what cannot be repeated travels on a fresh one.
  if (call.init.method === 'POST')
    return send(call, http.request, new http.Agent({ keepAlive: false, proxyEnv }))
  const agent = pool.get(call.url.protocol) ?? new http.Agent({ keepAlive: true, proxyEnv })
  pool.set(call.url.protocol, agent)
  return send(call, http.request, agent)
}

type Send = (url: URL, options: RequestOptions) => ClientRequest

function send({ init, url, limits }: Exchange, request: Send, agent: Agent): Promise<FetchResponse> {
  const body = init.body === undefined ? undefined : Buffer.from(init.body)
  const length = body === undefined ? {} : { 'content-length': String(body.length) }
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: init.method, headers: { ...init.headers, ...length }, agent })
    const fail = (cause: unknown) => {
      clearTimeout(timer)
      reject(TransportError.from(cause, url.host))
      outgoing.destroy()
    }
    const timer = setTimeout(() => {
      fail(new TransportError('timeout', `no answer from ${url.host} in ${limits.timeoutMs} ms`))
    }, limits.timeoutMs)
    outgoing.on('error', fail)
    outgoing.on('response', incoming => {
      readBody(incoming, limits.maxResponseBytes).then(bytes => {
        clearTimeout(timer)
        resolve(responseOf(incoming, bytes, url))
      }, fail)
    })
    outgoing.end(body)
  })
}

async function readBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) throw new TransportError('too-large', `the answer is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function responseOf(incoming: IncomingMessage, bytes: Buffer, url: URL): FetchResponse {
  const headers = new Map<string, string>()
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return {
    status: incoming.statusCode ?? 0,
    url: url.href,
    headers,
    text: () => Promise.resolve(bytes.toString('utf8')),
    arrayBuffer: () => Promise.resolve(new Uint8Array(bytes).buffer)
  }
}
