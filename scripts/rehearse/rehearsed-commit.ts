import { join } from 'node:path'
import { UserError } from '../../shared/src/errors.js'
import { buildDist } from '../release/build-dist.js'
import { git, resolveObject } from '../release/git.js'
import { releaseCommit } from '../release/release-commit.js'

const NOBODY = {
  GIT_AUTHOR_NAME: 'Rehearsal',
  GIT_AUTHOR_EMAIL: 'rehearsal@localhost',
  GIT_COMMITTER_NAME: 'Rehearsal',
  GIT_COMMITTER_EMAIL: 'rehearsal@localhost'
}

/** A commit to archive and the repository it is in. */
export interface RehearsedCommit {
  readonly repository: string
  readonly commit: string
}

interface Making {
  /** An empty directory for clones. */
  readonly place: string
  readonly say: (line: string) => void
}

/**
 * A commit that has `dist/` as it is; else the release commit of it, made in a clone in `place`. No such commit:
 * `UserError` `commit-missing`.
 */
export async function rehearsedCommit(
  repository: string,
  name: string,
  { place, say }: Making
): Promise<RehearsedCommit> {
  const commit = resolveObject(repository, `${name}^{commit}`)
  if (commit === undefined) throw new UserError('commit-missing', `there is no commit ${name}`)
  if (git(repository, ['ls-tree', '--name-only', commit, 'dist']) !== '') return { repository, commit }
  say('Building the release commit in a clean clone')
  return await releaseCommit({
    ...{ repository, parent: commit, place, build: buildDist, identity: NOBODY },
    message: 'Rehearse a release'
  })
}

/** As `rehearsedCommit`, of the working tree with what is not committed. */
export async function rehearsedWorkingTree(repository: string, making: Making): Promise<RehearsedCommit> {
  const { place } = making
  const snapshot = join(place, 'snapshot')
  git(place, ['clone', '--quiet', '--shared', '--no-checkout', '--template=', repository, snapshot])
  const inTree = ['--git-dir', join(snapshot, '.git'), '--work-tree', repository]
  git(repository, [...inTree, 'read-tree', 'HEAD'])
  git(repository, [...inTree, 'add', '--all'])
  const tree = git(repository, [...inTree, 'write-tree'])
  const parent = git(snapshot, ['rev-parse', 'HEAD'])
  const commit = git(snapshot, ['commit-tree', tree, '-p', parent, '-m', 'The working tree'], {
    environment: NOBODY
  })
  return await rehearsedCommit(snapshot, commit, making)
}
