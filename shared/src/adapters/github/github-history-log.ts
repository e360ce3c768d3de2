import { ServiceError } from '../../errors.js'
import type { AppendResult, HistoryFile, HistoryLog } from '../../ports/history-log.js'
import { branchName, commitId, repositoryPath } from '../git/git-names.js'
import { BranchCommits, type BranchCommit } from './branch-commits.js'
import { listTree } from './git-tree-listing.js'
import type { GitHubClient, RepositoryName } from './github-client.js'
import { attempt, gitHubError, graphqlProblems } from './github-errors.js'
import { readRawFile } from './raw-file.js'

export interface GitHubHistoryLogOptions {
  readonly client: GitHubClient
  readonly repository: RepositoryName
  readonly branch: string
}

const MOVED: AppendResult = { appended: false, reason: 'moved' }
const MAX_ATTEMPTS = 3

/** Keeps the history on a branch through GitHub's API: no checkout, and the commits are signed by GitHub. */
export class GitHubHistoryLog implements HistoryLog {
  readonly #options: GitHubHistoryLogOptions
  readonly #commits: BranchCommits
  readonly #reading: { what: string; permission: string }
  readonly #writing: { what: string; permission: string }

  constructor(options: GitHubHistoryLogOptions) {
    const branch = branchName(options.branch)
    this.#options = options
    this.#commits = new BranchCommits(options.client, options.repository, branch)
    this.#reading = { what: `reading the branch ${branch}`, permission: 'contents: read' }
    this.#writing = { what: `writing to the branch ${branch}`, permission: 'contents: write' }
  }

  head(): Promise<string | undefined> {
    return attempt(this.#reading, () => this.#commits.head())
  }

  async read(commit: string, path: string): Promise<string | undefined> {
    const file = { ...this.#options, path: repositoryPath(path), ref: commitId(commit) }
    return attempt(this.#reading, () => readRawFile(file))
  }

  async list(commit: string, directory: string): Promise<readonly string[]> {
    const path = directory === '' ? '' : repositoryPath(directory)
    const listing = { ...this.#options, commit: commitId(commit), directory: path }
    return attempt(this.#reading, () => listTree(listing))
  }

  async append(
    expectedHead: string | undefined,
    files: readonly HistoryFile[],
    message: string
  ): Promise<AppendResult> {
    for (const file of files) repositoryPath(file.path)
    return attempt(this.#writing, () => {
      if (expectedHead === undefined) return this.#createBranch(files, message)
      return this.#commitOnTop(commitId(expectedHead), files, message)
    })
  }

  async #createBranch(files: readonly HistoryFile[], message: string): Promise<AppendResult> {
    if ((await this.#commits.head()) !== undefined) return MOVED
    const root = await this.#commits.rootCommit(files, message)
    try {
      await this.#commits.create(root.commit)
    } catch (error) {
      // Somebody was faster, or it was us and the answer was lost.
      const now = await this.#commits.head()
      if (now === undefined) throw error
      if (now !== root.commit) return MOVED
    }
    return { appended: true, ...root }
  }

  async #commitOnTop(head: string, files: readonly HistoryFile[], message: string): Promise<AppendResult> {
    for (let attempts = 1; ; attempts++) {
      try {
        return { appended: true, ...(await this.#commits.commitOnTop(head, files, message)) }
      } catch (error) {
        if (graphqlProblems(error).some(({ type }) => type === 'STALE_DATA')) return MOVED
        const now = await this.#commits.head()
        const landed = now === undefined ? undefined : await this.#landed(head, now, files)
        if (landed !== undefined) return { appended: true, ...landed }
        if (now !== head) return MOVED
        if (attempts >= MAX_ATTEMPTS || !mayPass(error)) throw error
      }
    }
  }

  /** The head, if it is the commit whose answer was lost: made on top of the head we expected, with our files. */
  async #landed(
    expected: string,
    now: string,
    files: readonly HistoryFile[]
  ): Promise<BranchCommit | undefined> {
    if (now === expected) return undefined
    const commit = await this.#commits.childOf(expected, now)
    if (commit === undefined) return undefined
    for (const { path, text } of files) {
      if ((await readRawFile({ ...this.#options, path, ref: now })) !== text) return undefined
    }
    return commit
  }
}

function mayPass(error: unknown): boolean {
  const known = gitHubError(error, { what: '', permission: '' })
  return known instanceof ServiceError && known.retryable && known.code !== 'github-rate-limited'
}
