import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FailurePlan } from '../failure-plan.js'
import { refuse, type ApiAnswer } from './api.js'
import type { Failure } from './failures.js'
import { gitPath, isPush, serveGit } from './git-http.js'
import type { GitHubState } from './github-state.js'
import { answerGraphql, graphqlField } from './graphql.js'
import type { RestApi } from './rest-api.js'
import { isAllowed, type IssuedToken, type TokenRegistry } from './tokens.js'

/** A call as it came in and how it was answered; status 0 is a dropped connection. */
export interface RecordedCall {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: unknown
  readonly login: string | undefined
  readonly headers: IncomingMessage['headers']
  status: number
}

export interface CallServerOptions {
  readonly state: GitHubState
  readonly rest: RestApi
  readonly tokens: TokenRegistry
  readonly failures: FailurePlan<Failure>
  readonly calls: RecordedCall[]
  readonly projectRoot: string
}

interface GitCall {
  readonly url: URL
  readonly token: IssuedToken | undefined
  readonly loseAnswer: boolean
}

const MAX_BODY_BYTES = 100 * 1024 * 1024

/** Answers one HTTP call: git's protocol, GraphQL or REST, with the failures planned for it. */
export class CallServer {
  readonly #options: CallServerOptions

  constructor(options: CallServerOptions) {
    this.#options = options
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const method = request.method ?? 'GET'
    const token = this.#options.tokens.find(request.headers.authorization)
    const isGit = gitPath(url.pathname) !== undefined
    const body = isGit ? undefined : await jsonBody(request)
    const call: RecordedCall = {
      method,
      path: url.pathname,
      query: url.search.slice(1),
      body,
      login: token?.login,
      headers: request.headers,
      status: 0
    }
    this.#options.calls.push(call)
    response.on('finish', () => (call.status = response.statusCode))
    const failure = this.#options.failures.take(describe(call))
    if (failure?.kind === 'delay') await new Promise(resolve => setTimeout(resolve, failure.milliseconds))
    if (failure?.kind === 'drop' && failure.after === 'request') return void request.socket.destroy()
    if (failure?.kind === 'answer') return send(response, plannedAnswer(failure))
    if (isGit) return this.#serveGit(request, response, { url, token, loseAnswer: failure?.kind === 'drop' })
    const answer = await this.#answer(call, token, request.headers.accept ?? '')
    if (failure?.kind === 'drop') return void request.socket.destroy()
    send(response, answer)
  }

  async #answer(call: RecordedCall, token: IssuedToken | undefined, accept: string): Promise<ApiAnswer> {
    if (call.headers.authorization === undefined) return refuse(401, 'Requires authentication')
    if (token === undefined) return refuse(401, 'Bad credentials')
    if (call.path === '/graphql' && call.method === 'POST') {
      return { status: 200, body: await answerGraphql(call.body, token, this.#options.state) }
    }
    return this.#options.rest.answer({ ...call, accept, token, query: new URLSearchParams(call.query) })
  }

  async #serveGit(
    request: IncomingMessage,
    response: ServerResponse,
    { url, token, loseAnswer }: GitCall
  ): Promise<void> {
    const { state, projectRoot } = this.#options
    const asked = gitPath(url.pathname)
    if (asked?.repository.toLowerCase() !== state.fullName.toLowerCase()) return send(response, refuse(404))
    const pushes = isPush(url.pathname, url.searchParams)
    if (token === undefined && (pushes || state.private)) {
      return send(response, { ...refuse(401), headers: { 'www-authenticate': 'Basic realm="GitHub"' } })
    }
    const permission = { scope: 'contents', access: pushes ? 'write' : 'read' } as const
    if (token !== undefined && (pushes || state.private) && !isAllowed(token, permission)) {
      return send(response, refuse(403, `Permission to ${state.fullName}.git denied to ${token.login}.`))
    }
    const pathInfo = `/${state.fullName}.git/${asked.rest}`
    const login = token?.login ?? 'anonymous'
    await serveGit({
      request,
      response,
      projectRoot,
      pathInfo,
      query: url.search.slice(1),
      login,
      loseAnswer
    })
  }
}

/** What failure patterns are matched against. */
function describe({ method, path, body }: RecordedCall): string {
  const name = path === '/graphql' ? graphqlField(body) : undefined
  return name === undefined ? `${method} ${path}` : `${method} ${path} ${name}`
}

function plannedAnswer(failure: Extract<Failure, { kind: 'answer' }>): ApiAnswer {
  return { ...refuse(failure.status, failure.message), headers: failure.headers ?? {} }
}

function send(response: ServerResponse, { status, body, headers = {} }: ApiAnswer): void {
  const isRaw = Buffer.isBuffer(body)
  const type = { 'content-type': 'application/json; charset=utf-8' }
  response.writeHead(status, body === undefined ? headers : { ...type, ...headers })
  response.end(isRaw || body === undefined ? body : JSON.stringify(body))
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new Error('the request body is too large')
    chunks.push(chunk)
  }
  return size === 0 ? undefined : (JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown)
}
