import type { HistoryFile } from '../../ports/history-log.js'
import { REPEATABLE, type GitHubClient, type RepositoryName } from './github-client.js'

export interface BranchCommit {
  readonly commit: string
  readonly url: string
}

interface HeadAnswer {
  readonly repository: { readonly ref: { readonly target: { readonly oid: string } | null } | null }
}

interface CommitAnswer {
  readonly createCommitOnBranch: { readonly commit: { readonly oid: string; readonly url: string } }
}

const HEAD = `query ($owner: String!, $repo: String!, $branch: String!) {
  repository(owner: $owner, name: $repo) { ref(qualifiedName: $branch) { target { oid } } }
}`
const COMMIT = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid url } }
}`

/** The calls that read and move one branch; errors are Octokit's. */
export class BranchCommits {
  readonly #client: GitHubClient
  readonly #repository: RepositoryName
  readonly #branch: string

  constructor(client: GitHubClient, repository: RepositoryName, branch: string) {
    this.#client = client
    this.#repository = repository
    this.#branch = branch
  }

  async head(): Promise<string | undefined> {
    const variables = { ...this.#repository, branch: `refs/heads/${this.#branch}`, request: REPEATABLE }
    const answer = await this.#client.graphql<HeadAnswer>(HEAD, variables)
    return answer.repository.ref?.target?.oid
  }

  /** One commit on top of `head`, if that still is the head; else a GraphQL error of type STALE_DATA. */
  async commitOnTop(head: string, files: readonly HistoryFile[], message: string): Promise<BranchCommit> {
    const { owner, repo } = this.#repository
    const input = {
      branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: this.#branch },
      expectedHeadOid: head,
      message: headlineAndBody(message),
      fileChanges: { additions: files.map(addition) }
    }
    const { createCommitOnBranch } = await this.#client.graphql<CommitAnswer>(COMMIT, { input })
    return { commit: createCommitOnBranch.commit.oid, url: createCommitOnBranch.commit.url }
  }

  /** A commit without parent, on no branch yet: createCommitOnBranch cannot make the first one. */
  async rootCommit(files: readonly HistoryFile[], message: string): Promise<BranchCommit> {
    const repeatable = { ...this.#repository, request: REPEATABLE }
    const entries = files.map(
      ({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text }) as const
    )
    const tree = await this.#client.request('POST /repos/{owner}/{repo}/git/trees', {
      ...repeatable,
      tree: entries
    })
    const { data } = await this.#client.request('POST /repos/{owner}/{repo}/git/commits', {
      ...repeatable,
      message,
      tree: tree.data.sha,
      parents: []
    })
    return { commit: data.sha, url: data.html_url }
  }

  /** Creates the branch at a commit; where it exists, GitHub answers 422. */
  async create(commit: string): Promise<void> {
    const ref = `refs/heads/${this.#branch}`
    await this.#client.request('POST /repos/{owner}/{repo}/git/refs', {
      ...this.#repository,
      ref,
      sha: commit
    })
  }

  /** The commit, if it was made on top of `parent`. */
  async childOf(parent: string, commit: string): Promise<BranchCommit | undefined> {
    const route = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}'
    const { data } = await this.#client.request(route, { ...this.#repository, commit_sha: commit })
    return data.parents.some(({ sha }) => sha === parent) ? { commit, url: data.html_url } : undefined
  }
}

function addition({ path, text }: HistoryFile): { path: string; contents: string } {
  return { path, contents: Buffer.from(text).toString('base64') }
}

function headlineAndBody(message: string): { headline: string; body: string } {
  const [headline = '', ...rest] = message.split('\n')
  return { headline, body: rest.join('\n').trim() }
}
