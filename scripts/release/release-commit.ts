import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../../shared/src/errors.js'
import type { BuildDist } from './build-dist.js'
import { git } from './git.js'

/** A commit with `dist/` on top of the commit it was built from, in a repository of its own. */
export interface ReleaseCommit {
  readonly repository: string
  readonly commit: string
  readonly tree: string
}

export interface ReleaseSource {
  /** The repository with the commit, which is only read. */
  readonly repository: string
  readonly parent: string
  /** An empty directory for clones. */
  readonly place: string
  readonly message: string
  /** Who commits, as variables for git. */
  readonly identity: Readonly<Record<string, string>>
  readonly build: BuildDist
}

const MAX_SHOWN = 10

/** Builds a commit in a fresh clone and commits `dist/` there. */
export async function releaseCommit(source: ReleaseSource): Promise<ReleaseCommit> {
  const clone = cloneAt(source, join(source.place, 'checkout'))
  await source.build(clone)
  const tree = treeWithDist(clone, clone)
  return { repository: clone, commit: commitTree(clone, tree, source), tree }
}

/** As `releaseCommit`, but built twice, in different directories; other bytes: `UserError` `build-not-reproducible`. */
export async function reproducedReleaseCommit(source: ReleaseSource): Promise<ReleaseCommit> {
  const first = await releaseCommit(source)
  const again = cloneAt(source, join(source.place, 'once-more', 'in-another-directory'))
  await source.build(again, first.repository)
  const tree = treeWithDist(first.repository, again)
  if (tree === first.tree) return first
  const paths = git(first.repository, ['diff-tree', '-r', '--name-only', first.tree, tree]).split('\n')
  throw new UserError(
    'build-not-reproducible',
    `two builds of ${source.parent.slice(0, 12)} differ in ${paths.length} file(s): ${paths.slice(0, MAX_SHOWN).join(', ')}`,
    {
      hint: 'Find what depends on the time, the directory or chance; what a tag runs must follow from its parent.'
    }
  )
}

function cloneAt({ repository, parent }: ReleaseSource, directory: string): string {
  mkdirSync(dirname(directory), { recursive: true })
  git(dirname(directory), [
    'clone',
    '--quiet',
    '--shared',
    '--no-checkout',
    '--template=',
    repository,
    directory
  ])
  git(directory, ['checkout', '--quiet', '--detach', parent])
  return directory
}

/** The tree of a clone's commit with the `dist/` of a working tree, by an index of its own. */
function treeWithDist(clone: string, workingTree: string): string {
  const environment = { GIT_INDEX_FILE: join(clone, '.git', 'release-index') }
  const inTree = ['--git-dir', join(clone, '.git'), '--work-tree', workingTree]
  git(workingTree, [...inTree, 'read-tree', 'HEAD'], { environment })
  git(workingTree, [...inTree, 'add', '--force', '--all', '--', 'dist'], { environment })
  return git(workingTree, [...inTree, 'write-tree'], { environment })
}

function commitTree(clone: string, tree: string, source: ReleaseSource): string {
  // The time of the parent: the same release made again is the same commit.
  const date = git(clone, ['show', '--no-patch', '--format=%cI', source.parent])
  return git(clone, ['commit-tree', tree, '-p', source.parent, '-m', source.message], {
    environment: { ...source.identity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }
  })
}
