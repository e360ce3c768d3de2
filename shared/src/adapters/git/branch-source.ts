import { UserError, type ServiceError } from '../../errors.js'
import { git, gitFailed, tryGit } from './run-git.js'

export type Advance = 'advanced' | 'moved'

/** Where the branch lives: its head, and a compare-and-swap that moves it from one commit to the next. */
export interface BranchSource {
  /** The head commit, present in the local object database; undefined when there is no such branch. */
  head(): Promise<string | undefined>
  /** Moves the branch from `expected` (undefined: it must not exist) to `commit`. */
  advance(expected: string | undefined, commit: string): Promise<Advance>
}

const MUST_NOT_EXIST = ''

/** A branch of the repository at `directory` itself. */
export class LocalBranch implements BranchSource {
  readonly #directory: string
  readonly #branch: string

  constructor(directory: string, branch: string) {
    this.#directory = directory
    this.#branch = branch
  }

  async head(): Promise<string | undefined> {
    const args = ['rev-parse', '--verify', '--quiet', `refs/heads/${this.#branch}^{commit}`]
    const result = await tryGit(args, { directory: this.#directory })
    if (result.exitCode === 0) return result.output.toString('utf8').trim()
    if (result.exitCode === 1 && result.complaint === '') return undefined
    throw notARepository(this.#directory, gitFailed(args, result))
  }

  async advance(expected: string | undefined, commit: string): Promise<Advance> {
    await this.#refuseCheckedOut()
    const args = [
      'update-ref',
      '-m',
      'mlops',
      `refs/heads/${this.#branch}`,
      commit,
      expected ?? MUST_NOT_EXIST
    ]
    const result = await tryGit(args, { directory: this.#directory })
    if (result.exitCode === 0) return 'advanced'
    // Held by another writer: it is about to move, so the caller looks again.
    if ((await this.head()) !== expected || /\.lock'?: File exists/.test(result.complaint)) return 'moved'
    throw gitFailed(args, result)
  }

  async #refuseCheckedOut(): Promise<void> {
    const list = await git(['worktree', 'list', '--porcelain'], { directory: this.#directory })
    if (!list.toString('utf8').split('\n').includes(`branch refs/heads/${this.#branch}`)) return
    throw new UserError(
      'branch-checked-out',
      `${this.#branch} is checked out and would change under its files`,
      {
        hint: 'check out another branch, or keep the records on a branch of their own'
      }
    )
  }
}

/** The error for a directory git does not accept as a repository. */
export function notARepository(directory: string, failure: ServiceError): ServiceError | UserError {
  if (!/not a git repository|dubious ownership/.test(failure.message)) return failure
  return new UserError('git-repository-missing', `${directory} is not a usable git repository`, {
    hint: 'run actions/checkout first, or mark the directory as safe with git config safe.directory',
    cause: failure
  })
}
