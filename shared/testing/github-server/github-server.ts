import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FailurePlan } from '../failure-plan.js'
import { BareRepository } from './bare-repository.js'
import { CallServer, type RecordedCall } from './call-server.js'
import type { Failure } from './failures.js'
import { GitHubState, type RecordedDispatch } from './github-state.js'
import { RestApi } from './rest-api.js'
import { TokenRegistry } from './tokens.js'
import { WebhookEvents } from './webhook-events.js'

/** Contents of files by their paths in the repository. */
export type RepositoryFiles = Readonly<Record<string, string | Uint8Array>>

export interface GitHubServerOptions {
  /** `owner/name`. */
  readonly repository: string
  readonly private?: boolean
  readonly defaultBranch?: string
  /** Files of the first commit by path; null leaves the repository without any commit. */
  readonly files?: RepositoryFiles | null
  readonly now?: () => Date
  /** Told of every repository_dispatch and workflow_dispatch that is accepted. */
  readonly onDispatch?: (dispatch: RecordedDispatch) => void
  /** Told of every workflow run that somebody cancels. */
  readonly onCancel?: (runId: number) => void
}

export interface GitHubServer {
  /** GITHUB_API_URL and GITHUB_SERVER_URL; git is at `<url>/<owner>/<name>.git`. */
  readonly url: string
  readonly state: GitHubState
  readonly tokens: TokenRegistry
  /** By `METHOD /path`; GraphQL: `POST /graphql <field>`. */
  readonly failures: FailurePlan<Failure>
  readonly events: WebhookEvents
  readonly calls: readonly RecordedCall[]
  /** Requests and answers that differ from GitHub's OpenAPI description; a test expects none. */
  readonly violations: readonly string[]
  close(): Promise<void>
}

/** Starts a GitHub of one repository on a free local port; its data lives in a bare git repository until `close`. */
export async function startGitHubServer(options: GitHubServerOptions): Promise<GitHubServer> {
  const projectRoot = await mkdtemp(join(tmpdir(), 'github-server-'))
  const state = await createState(options, projectRoot)
  const rest = new RestApi(state)
  const tokens = new TokenRegistry()
  const failures = new FailurePlan<Failure>()
  const calls: RecordedCall[] = []
  const callServer = new CallServer({ state, rest, tokens, failures, calls, projectRoot })
  const http = createServer((request, response) => {
    callServer.serve(request, response).catch((error: unknown) => {
      rest.violations.push(`defect of the test server: ${String(error)}`)
      response.destroy()
    })
  })
  state.url = await listen(http)
  const close = () => stop(http, projectRoot)
  const { violations } = rest
  return {
    url: state.url,
    state,
    tokens,
    failures,
    events: new WebhookEvents(state),
    calls,
    violations,
    close
  }
}

async function createState(options: GitHubServerOptions, projectRoot: string): Promise<GitHubState> {
  const {
    repository,
    defaultBranch = 'main',
    files = {},
    now = () => new Date(),
    onDispatch = () => undefined,
    onCancel = () => undefined
  } = options
  const [owner = '', name = ''] = repository.split('/')
  await mkdir(join(projectRoot, owner), { recursive: true })
  const git = await BareRepository.create(join(projectRoot, owner, `${name}.git`), defaultBranch)
  if (files !== null) {
    const additions = Object.entries({ 'README.md': `# ${name}\n`, ...files }).map(([path, content]) => ({
      path,
      bytes: Buffer.from(content)
    }))
    const commit = await git.commitFiles({ parent: undefined, additions, message: 'First commit' })
    await git.updateRef(`refs/heads/${defaultBranch}`, commit, undefined)
  }
  return new GitHubState({
    owner,
    name,
    private: options.private ?? false,
    defaultBranch,
    git,
    now,
    onDispatch,
    onCancel
  })
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

async function stop(http: Server, projectRoot: string): Promise<void> {
  await new Promise(resolve => {
    http.close(resolve)
    http.closeAllConnections()
  })
  await rm(projectRoot, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}
