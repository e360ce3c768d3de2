import { GitHubHistoryLog } from '../../../src/adapters/github/github-history-log.js'
import {
  createGitHubClient,
  repositoryName,
  type GitHubClient
} from '../../../src/adapters/github/github-client.js'
import { GitHubIssueTracker } from '../../../src/adapters/github/github-issue-tracker.js'
import type { RetryPolicy } from '../../../src/adapters/github/request-retry.js'
import type { NodeFetchOptions } from '../../../src/adapters/github/node-fetch.js'
import { startGitHubServer, type GitHubServerOptions } from '../../../testing/github-server/github-server.js'
import type { TokenRequest } from '../../../testing/github-server/tokens.js'

export interface PlaceOptions extends Partial<GitHubServerOptions> {
  readonly token?: TokenRequest
  readonly retry?: Partial<RetryPolicy>
  readonly transport?: NodeFetchOptions
}

export const REPOSITORY = 'octo-org/ml-models'
export const BRANCH = 'mlops-history'

/** A test server with our adapters on it; pauses are written down instead of waited for. */
export async function gitHubPlace({ token: request, retry, transport, ...options }: PlaceOptions = {}) {
  const server = await startGitHubServer({ repository: REPOSITORY, ...options })
  const token = server.tokens.issue(request)
  const pauses: number[] = []
  const sleep = (milliseconds: number) => {
    pauses.push(milliseconds)
    return Promise.resolve()
  }
  const repository = repositoryName(REPOSITORY)
  const createClient = (own = token): GitHubClient =>
    createGitHubClient({
      token: own,
      apiUrl: server.url,
      retry: { sleep, random: () => 0, ...retry },
      ...(transport === undefined ? {} : { transport })
    })
  return {
    server,
    token,
    pauses,
    createClient,
    tracker: (own = token) => new GitHubIssueTracker({ client: createClient(own), repository, token: own }),
    history: (own = token) => new GitHubHistoryLog({ client: createClient(own), repository, branch: BRANCH })
  }
}
