import { ServiceError } from '../../errors.js'
import type { AppendResult, HistoryFile, HistoryLog } from '../../ports/history-log.js'
import { LocalBranch, notARepository, type BranchSource } from './branch-source.js'
import { commitFiles, type CommitIdentity } from './commit-files.js'
import { branchName, commitId, remoteName, repositoryPath } from './git-names.js'
import { readBlob } from './read-blob.js'
import { RemoteBranch } from './remote-branch.js'
import { gitFailed, tryGit } from './run-git.js'

export interface GitHistoryLogOptions {
  /** A checkout or a bare repository; its working tree, index and HEAD stay untouched. */
  readonly directory: string
  readonly branch: string
  /** Name of the remote the branch lives on; without it, the branch of the repository itself. */
  readonly remote?: string
  readonly author: CommitIdentity
}

/** Keeps the history on a branch by plain git: objects are written aside, and the branch moves by compare-and-swap. */
export class GitHistoryLog implements HistoryLog {
  readonly #directory: string
  readonly #author: CommitIdentity
  readonly #source: BranchSource

  constructor(options: GitHistoryLogOptions) {
    const branch = branchName(options.branch)
    this.#directory = options.directory
    this.#author = options.author
    this.#source =
      options.remote === undefined
        ? new LocalBranch(options.directory, branch)
        : new RemoteBranch({ directory: options.directory, branch, remote: remoteName(options.remote) })
  }

  head(): Promise<string | undefined> {
    return this.#source.head()
  }

  async read(commit: string, path: string): Promise<string | undefined> {
    const bytes = await readBlob(this.#directory, commitId(commit), repositoryPath(path))
    return bytes?.toString('utf8')
  }

  async list(commit: string, directory: string): Promise<readonly string[]> {
    const below = directory === '' ? [] : ['--', `${repositoryPath(directory)}/`]
    const args = ['ls-tree', '-r', '-z', '--full-tree', commitId(commit), ...below]
    const result = await tryGit(args, { directory: this.#directory })
    if (result.exitCode !== 0) throw notARepository(this.#directory, gitFailed(args, result))
    return result.output.toString('utf8').split('\0').flatMap(blobPath)
  }

  async append(
    expectedHead: string | undefined,
    files: readonly HistoryFile[],
    message: string
  ): Promise<AppendResult> {
    const parent = expectedHead === undefined ? undefined : commitId(expectedHead)
    const additions = files.map(file => ({ path: repositoryPath(file.path), bytes: Buffer.from(file.text) }))
    if ((await this.#source.head()) !== parent) return { appended: false, reason: 'moved' }
    const commit = await commitFiles(this.#directory, { parent, additions, message, author: this.#author })
    if ((await this.#source.advance(parent, commit)) === 'moved') return { appended: false, reason: 'moved' }
    return { appended: true, commit, url: undefined }
  }
}

/** The path in one `<mode> <type> <id>\t<path>` line of ls-tree, if it is a file. */
function blobPath(line: string): string[] {
  if (line === '') return []
  const tab = line.indexOf('\t')
  if (tab < 0) throw new ServiceError('git-output-unexpected', 'git ls-tree printed a line without a path')
  return line.slice(0, tab).split(' ')[1] === 'blob' ? [line.slice(tab + 1)] : []
}
