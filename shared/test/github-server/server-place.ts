import { startGitHubServer, type GitHubServerOptions } from '../../testing/github-server/github-server.js'
import type { TokenRequest } from '../../testing/github-server/tokens.js'

export interface Answer {
  readonly status: number
  readonly headers: Headers
  /** Parsed JSON, undefined when there is no body. */
  readonly body: unknown
}

/** A server and a plain HTTP caller below its repository's address. */
export async function serverPlace(options: Partial<GitHubServerOptions> & { token?: TokenRequest } = {}) {
  const { token: request, ...serverOptions } = options
  const server = await startGitHubServer({ repository: 'o/r', ...serverOptions })
  const token = server.tokens.issue(request)
  const send = async (
    method: string,
    url: string,
    body?: unknown,
    own: string | null = token
  ): Promise<Answer> => {
    const answer = await fetch(url, {
      method,
      headers: own === null ? {} : { authorization: `Bearer ${own}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    const text = await answer.text()
    return {
      status: answer.status,
      headers: answer.headers,
      body: text === '' ? undefined : JSON.parse(text)
    }
  }
  return {
    server,
    token,
    call: (method: string, path: string, body?: unknown, own: string | null = token) =>
      send(method, `${server.url}/repos/o/r${path}`, body, own),
    graphql: (query: string, variables: unknown, own = token) =>
      send('POST', `${server.url}/graphql`, { query, variables }, own)
  }
}
