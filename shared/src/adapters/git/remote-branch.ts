import { ServiceError, UserError } from '../../errors.js'
import type { Advance, BranchSource } from './branch-source.js'
import { git, gitFailed, tryGit, type GitResult } from './run-git.js'

export interface RemoteBranchOptions {
  readonly directory: string
  readonly remote: string
  readonly branch: string
}

const REFUSED =
  /protected branch|hook declined|not permitted|permission|denied|403|401|Authentication failed/i

/** A branch of a remote, fetched into and pushed from the repository at `directory`; local branches stay as they are. */
export class RemoteBranch implements BranchSource {
  readonly #options: RemoteBranchOptions
  readonly #ref: string

  constructor(options: RemoteBranchOptions) {
    this.#options = options
    this.#ref = `refs/heads/${options.branch}`
  }

  async head(): Promise<string | undefined> {
    const head = await this.#remoteHead()
    if (head !== undefined && !(await this.#has(head))) await this.#fetch(head)
    return head
  }

  async advance(expected: string | undefined, commit: string): Promise<Advance> {
    // The lease makes the push a compare-and-swap on the server, the creation of the branch included.
    const lease = `--force-with-lease=${this.#ref}:${expected ?? ''}`
    const args = ['push', '--porcelain', '--no-verify', lease, this.#options.remote, `${commit}:${this.#ref}`]
    const result = await tryGit(args, this.#options)
    if (result.exitCode === 0) return 'advanced'
    // The push may have arrived although its answer was lost.
    const now = await this.#remoteHead()
    if (now === commit) return 'advanced'
    if (now !== expected || /cannot lock ref|failed to update ref/.test(said(result))) return 'moved'
    throw pushFailed(this.#options, result)
  }

  async #remoteHead(): Promise<string | undefined> {
    const args = ['ls-remote', '--quiet', this.#options.remote, this.#ref]
    const result = await tryGit(args, this.#options)
    if (result.exitCode !== 0) throw unreachable(this.#options, gitFailed(args, result))
    const lines = result.output.toString('utf8').split('\n')
    return lines.find(line => line.endsWith(`\t${this.#ref}`))?.split('\t')[0]
  }

  async #has(commit: string): Promise<boolean> {
    return (await tryGit(['cat-file', '-e', `${commit}^{commit}`], this.#options)).exitCode === 0
  }

  async #fetch(head: string): Promise<void> {
    // Without a destination ref concurrent fetches cannot collide; the tracking ref is a courtesy to the next one.
    const flags = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--refmap=']
    await git(['fetch', ...flags, this.#options.remote, this.#ref], this.#options)
    if (!(await this.#has(head)))
      throw new ServiceError('git-fetch-incomplete', `${head} was not in what was fetched`)
    await tryGit(
      ['update-ref', `refs/remotes/${this.#options.remote}/${this.#options.branch}`, head],
      this.#options
    )
  }
}

function said(result: GitResult): string {
  return `${result.output.toString('utf8')}\n${result.complaint}`
}

function unreachable(options: RemoteBranchOptions, cause: ServiceError): ServiceError | UserError {
  if (/does not appear to be a git repository/.test(cause.message)) {
    return new UserError(
      'git-remote-missing',
      `there is no usable remote ${options.remote} in ${options.directory}`,
      {
        hint: 'configure the remote, or use the branch of the repository itself',
        cause
      }
    )
  }
  return new ServiceError('git-remote-unreachable', `the remote ${options.remote} could not be read`, {
    hint: 'check the network and that the checkout kept its credentials (persist-credentials: true)',
    retryable: true,
    cause
  })
}

function pushFailed(options: RemoteBranchOptions, result: GitResult): ServiceError {
  const why = said(result).trim().slice(0, 2000)
  const refused = REFUSED.test(why)
  return new ServiceError(
    'git-push-failed',
    `${options.remote} did not take the branch ${options.branch}: ${why}`,
    {
      hint: refused
        ? 'the job needs `permissions: contents: write` and an unprotected branch'
        : 'run the job again',
      retryable: !refused
    }
  )
}
