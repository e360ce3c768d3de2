import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { archiveCommit, MAX_ARCHIVE_BYTES, megabytes } from './archive.js'
import type { BuildDist } from './build-dist.js'
import { git } from './git.js'
import { committer } from './identity.js'
import { planRelease, type ReleasePlan } from './plan-release.js'
import { reproducedReleaseCommit, type ReleaseCommit } from './release-commit.js'
import { makeTags, moveTags, pushArguments } from './tags.js'

export interface ReleaseRequest {
  readonly repository: string
  /** `vX.Y.Z`. */
  readonly version: string
  /** Builds, checks and says, but moves no tag. */
  readonly dryRun: boolean
  /** The remote that gets the tags; undefined: none. */
  readonly pushTo: string | undefined
  readonly build: BuildDist
  /** Tries the archive out before its tags are pushed; what it throws stops the release. */
  readonly rehearse: (archive: string) => Promise<void>
  readonly say: (line: string) => void
}

/** Where a release stands: its commit, and the size of its archive in bytes. */
export interface Release {
  readonly commit: string
  readonly archiveBytes: number
}

/**
 * Makes the release commit of HEAD and its tags. Everything happens in clones outside the repository, whose branch, index
 * and working tree are never touched; the tags are its only change, made together at the end.
 */
export async function makeRelease(request: ReleaseRequest): Promise<Release> {
  const { repository, version, say } = request
  const plan = planRelease(repository, version)
  const identity = committer(repository)
  const place = mkdtempSync(join(tmpdir(), 'mlops-release-'))
  try {
    say(`Building ${version} twice from ${git(repository, ['log', '-1', '--format=%h "%s"', plan.head])}`)
    const commit = reproducedReleaseCommit({
      ...{ repository, parent: plan.head, place, identity, build: request.build },
      message: `Release ${version}`
    })
    const archive = join(place, 'mlops-actions.tar.gz')
    const archiveBytes = archiveCommit(commit.repository, commit.commit, archive)
    describe(plan, commit, say)
    say(`  archive  ${megabytes(archiveBytes)} of at most ${megabytes(MAX_ARCHIVE_BYTES)}`)
    if (request.dryRun) say('Nothing was changed: a dry run.')
    else await publish(request, plan, { commit, identity, archive })
    return { commit: commit.commit, archiveBytes }
  } finally {
    rmSync(place, { recursive: true, force: true, maxRetries: 3 })
  }
}

function describe(
  plan: ReleasePlan,
  { repository, commit, tree }: ReleaseCommit,
  say: (line: string) => void
): void {
  const files = git(repository, ['ls-tree', '-r', '--name-only', tree, 'dist/']).split('\n').length
  say(`  commit   ${commit} = ${plan.head.slice(0, 12)} and ${files} files in dist/, the same both times`)
  say(`  tag      ${plan.version}`)
  if (plan.majorRef === undefined) return say('           a pre-release: vX stays where it is')
  const name = plan.majorRef.ref.slice('refs/tags/'.length)
  say(`  tag      ${name}, ${plan.majorRef.before === undefined ? 'new' : `from ${plan.majorRef.before}`}`)
}

async function publish(
  request: ReleaseRequest,
  plan: ReleasePlan,
  made: {
    readonly commit: ReleaseCommit
    readonly identity: Readonly<Record<string, string>>
    readonly archive: string
  }
): Promise<void> {
  const { repository, pushTo, say } = request
  if (pushTo !== undefined) await request.rehearse(made.archive)
  const tags = makeTags(plan, made.commit, made.identity)
  moveTags(repository, plan, { repository: made.commit.repository, tags })
  const push = pushArguments(pushTo ?? 'origin', plan)
  if (pushTo === undefined) {
    say('The tags are in this repository and nowhere else. Next:')
    say(`  npm run rehearse -- ${plan.version}`)
    return say(`  git ${push.join(' ')}`)
  }
  try {
    git(repository, push)
  } catch (cause) {
    say(`The tags are in this repository, but ${pushTo} did not take them. Fetch its tags, look, then:`)
    say(`  git ${push.join(' ')}`)
    throw cause
  }
  say(`Pushed to ${pushTo}.`)
}
