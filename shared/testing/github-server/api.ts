import type { GitHubState } from './github-state.js'
import type { IssuedToken, RequiredPermission } from './tokens.js'

export interface ApiRequest {
  readonly parameters: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
  /** The Accept header. */
  readonly accept: string
  readonly token: IssuedToken
}

export interface ApiAnswer {
  readonly status: number
  /** JSON, or bytes as they are. */
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export type Handler = (request: ApiRequest, state: GitHubState) => ApiAnswer | Promise<ApiAnswer>

export interface Route {
  readonly permission: RequiredPermission
  readonly handle: Handler
}

/** Handlers by `METHOD /path` as GitHub's OpenAPI description spells it, below `/repos/{owner}/{repo}`. */
export type RouteTable = Readonly<Record<string, Route>>

export function reading(scope: string, handle: Handler): Route {
  return { permission: { scope, access: 'read' }, handle }
}

export function writing(scope: string, handle: Handler): Route {
  return { permission: { scope, access: 'write' }, handle }
}

export function ok(body: unknown): ApiAnswer {
  return { status: 200, body }
}

export function created(body: unknown): ApiAnswer {
  return { status: 201, body }
}

/** An error answer in GitHub's form. */
export function refuse(status: number, message = 'Not Found'): ApiAnswer {
  return {
    status,
    body: { message, documentation_url: 'https://docs.github.com/rest', status: String(status) }
  }
}

/** A field of a JSON body whose form the OpenAPI description has already been checked against. */
export function field(body: unknown, name: string): unknown {
  return typeof body === 'object' && body !== null ? Reflect.get(body, name) : undefined
}

export function textOf(body: unknown, name: string): string | undefined {
  const value = field(body, name)
  return typeof value === 'string' ? value : undefined
}

/** The items of one page and, where there are more, the Link header that names the next. */
export function paginated(items: readonly unknown[], request: ApiRequest, url: string): ApiAnswer {
  const perPage = Math.min(Number(request.query.get('per_page') ?? 30), 100)
  const page = Number(request.query.get('page') ?? 1)
  const body = items.slice((page - 1) * perPage, page * perPage)
  const last = Math.ceil(items.length / perPage)
  if (page >= last) return { status: 200, body }
  const link = (target: number, rel: string) => {
    const query = new URLSearchParams(request.query)
    query.set('page', String(target))
    return `<${url}?${query.toString()}>; rel="${rel}"`
  }
  return { status: 200, body, headers: { link: `${link(page + 1, 'next')}, ${link(last, 'last')}` } }
}
