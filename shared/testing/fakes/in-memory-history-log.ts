import { createHash } from 'node:crypto'
import { ServiceError } from '../../src/errors.js'
import { branchName, commitId, repositoryPath } from '../../src/adapters/git/git-names.js'
import type { AppendResult, HistoryFile, HistoryLog } from '../../src/ports/history-log.js'

type Snapshot = ReadonlyMap<string, string>

/** A branch in memory: every commit is a snapshot of all files. */
export class InMemoryHistoryLog implements HistoryLog {
  readonly #commits = new Map<string, Snapshot>()
  /** Messages by commit, oldest first. */
  readonly messages = new Map<string, string>()
  #head: string | undefined

  constructor(branch = 'mlops-history') {
    branchName(branch)
  }

  async head(): Promise<string | undefined> {
    return this.#head
  }

  async read(commit: string, path: string): Promise<string | undefined> {
    return this.#snapshot(commit).get(repositoryPath(path))
  }

  async list(commit: string, directory: string): Promise<readonly string[]> {
    const prefix = directory === '' ? '' : `${repositoryPath(directory)}/`
    return [...this.#snapshot(commit).keys()].filter(path => path.startsWith(prefix)).sort()
  }

  async append(
    expectedHead: string | undefined,
    files: readonly HistoryFile[],
    message: string
  ): Promise<AppendResult> {
    if (expectedHead !== undefined) commitId(expectedHead)
    const added = files.map(({ path, text }): [string, string] => [repositoryPath(path), text])
    // Others get their turn between look and write, as they do on a server.
    await Promise.resolve()
    if (this.#head !== expectedHead) return { appended: false, reason: 'moved' }
    const before = expectedHead === undefined ? [] : this.#snapshot(expectedHead)
    const snapshot = new Map([...before, ...added])
    const seed = JSON.stringify([expectedHead ?? null, [...snapshot], message])
    const commit = createHash('sha1').update(seed).digest('hex')
    this.#commits.set(commit, snapshot)
    this.messages.set(commit, message)
    this.#head = commit
    return { appended: true, commit, url: `https://history.test/commit/${commit}` }
  }

  #snapshot(commit: string): Snapshot {
    const snapshot = this.#commits.get(commitId(commit))
    if (snapshot === undefined) throw new ServiceError('commit-missing', `there is no commit ${commit}`)
    return snapshot
  }
}
