import { spawn, type ChildProcess } from 'node:child_process'
import type { IncomingMessage, ServerResponse } from 'node:http'

export interface GitHttpCall {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  /** Directory that holds the repositories. */
  readonly projectRoot: string
  /** The repository's folder below it and what is asked of it: `/o/r.git/info/refs`. */
  readonly pathInfo: string
  readonly query: string
  readonly login: string
  /** Carries the call out, but breaks the connection instead of answering. */
  readonly loseAnswer: boolean
}

/** Whether the call wants to push. */
export function isPush(path: string, query: URLSearchParams): boolean {
  return path.endsWith('/git-receive-pack') || query.get('service') === 'git-receive-pack'
}

/** Splits `/owner/name(.git)/<what git's smart HTTP protocol asks for>`; undefined for any other path. */
export function gitPath(path: string): { readonly repository: string; readonly rest: string } | undefined {
  const found = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(path)
  const [, repository, rest] = found ?? []
  return repository === undefined || rest === undefined ? undefined : { repository, rest }
}

/** Hands the call to `git http-backend`, which speaks CGI. */
export function serveGit(call: GitHttpCall): Promise<void> {
  const backend = spawn('git', ['http-backend'], {
    env: cgiEnvironment(call),
    stdio: ['pipe', 'pipe', 'ignore']
  })
  // The backend may end before it has read everything.
  backend.stdin.on('error', () => undefined)
  call.request.pipe(backend.stdin)
  let head: Buffer | undefined = Buffer.alloc(0)
  if (call.loseAnswer) return answerless(call, backend)
  backend.stdout.on('data', (chunk: Buffer) => {
    if (head === undefined) return void call.response.write(chunk)
    head = Buffer.concat([head, chunk])
    const end = head.indexOf('\r\n\r\n')
    if (end < 0) return
    writeHead(call.response, head.subarray(0, end).toString('latin1'))
    call.response.write(head.subarray(end + 4))
    head = undefined
  })
  return new Promise(resolve => {
    backend.on('error', () => call.response.destroy())
    backend.on('close', () => {
      if (head !== undefined) call.response.writeHead(500)
      call.response.end()
      resolve()
    })
  })
}

function answerless({ response }: GitHttpCall, backend: ChildProcess): Promise<void> {
  backend.stdout?.resume()
  return new Promise(resolve => {
    backend.on('error', () => response.destroy())
    backend.on('close', () => {
      response.destroy()
      resolve()
    })
  })
}

function cgiEnvironment({ request, projectRoot, pathInfo, query, login }: GitHttpCall): NodeJS.ProcessEnv {
  const header = (name: string) => String(request.headers[name] ?? '')
  return {
    PATH: process.env['PATH'],
    GIT_PROJECT_ROOT: projectRoot,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_PROTOCOL: header('git-protocol'),
    PATH_INFO: pathInfo,
    QUERY_STRING: query,
    REQUEST_METHOD: request.method,
    CONTENT_TYPE: header('content-type'),
    HTTP_CONTENT_ENCODING: header('content-encoding'),
    REMOTE_USER: login,
    REMOTE_ADDR: '127.0.0.1',
    GIT_COMMITTER_NAME: login,
    GIT_COMMITTER_EMAIL: `${login}@users.noreply.github.com`
  }
}

function writeHead(response: ServerResponse, head: string): void {
  const headers = head.split('\r\n').map(line => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()] as const
  })
  const status = headers.find(([name]) => name.toLowerCase() === 'status')?.[1]
  const others = headers.filter(([name]) => name.toLowerCase() !== 'status')
  response.writeHead(status === undefined ? 200 : Number.parseInt(status, 10), Object.fromEntries(others))
}
