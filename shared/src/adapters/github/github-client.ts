import { Octokit } from '@octokit/core'
import { UserError } from '../../errors.js'
import { createNodeFetch, type NodeFetchOptions } from './node-fetch.js'
import { defaultRetryPolicy, withRetries, type RetryPolicy } from './request-retry.js'

export interface GitHubClientOptions {
  readonly token: string
  /** `https://api.github.com`, or `https://<host>/api/v3` of a GitHub Enterprise Server. */
  readonly apiUrl: string
  readonly userAgent?: string
  readonly transport?: NodeFetchOptions
  readonly retry?: Partial<RetryPolicy>
}

export interface RepositoryName {
  readonly owner: string
  readonly repo: string
}

/** Octokit's `request` and `graphql`, with our transport, time limit and retries below them. */
export type GitHubClient = Pick<Octokit, 'request' | 'graphql'>

/** Request option that lets a POST be repeated after a lost answer: `request: REPEATABLE`. */
export const REPEATABLE: { readonly idempotent: true } = { idempotent: true }

const API_VERSION = '2022-11-28'

/** A client for one token; nothing is loaded or sent before the first request. */
export function createGitHubClient(options: GitHubClientOptions): GitHubClient {
  const policy = { ...defaultRetryPolicy, ...options.retry }
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.apiUrl.replace(/\/$/, ''),
    userAgent: options.userAgent ?? 'mlops-actions',
    request: { fetch: createNodeFetch(options.transport) }
  })
  octokit.hook.wrap('request', (request, call) => {
    call.headers['x-github-api-version'] ??= API_VERSION
    const idempotent = call.method !== 'POST' || call.request['idempotent'] === true
    return withRetries(async () => request(call), idempotent, policy)
  })
  return octokit
}

/** Splits `owner/name`, as in GITHUB_REPOSITORY; anything else is a `UserError` `repository-name-invalid`. */
export function repositoryName(text: string): RepositoryName {
  const parts = /^([A-Za-z0-9][A-Za-z0-9-]{0,99})\/([A-Za-z0-9._-]{1,100})$/.exec(text)
  const [, owner, repo] = parts ?? []
  if (owner !== undefined && repo !== undefined && !/^\.\.?$/.test(repo)) return { owner, repo }
  throw new UserError('repository-name-invalid', `${JSON.stringify(text.slice(0, 80))} is not owner/name`, {
    hint: 'GitHub sets GITHUB_REPOSITORY to owner/name'
  })
}
