import { join } from 'node:path'
import { UserError } from '../../shared/src/errors.js'
import { archiveCommit, MAX_ARCHIVE_BYTES, megabytes } from './archive.js'
import type { BuildDist } from './build-dist.js'
import { git } from './git.js'
import { committer } from './identity.js'
import { heedSignals } from './interruption.js'
import { planRelease, type ReleasePlan } from './plan-release.js'
import { reproducedReleaseCommit, type ReleaseCommit } from './release-commit.js'
import { temporaryDirectory } from './temporary-directory.js'
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
  const place = temporaryDirectory('mlops-release-')
  try {
    say(`Building ${version} twice from ${git(repository, ['log', '-1', '--format=%h "%s"', plan.head])}`)
    const commit = await reproducedReleaseCommit({
      ...{ repository, parent: plan.head, place: place.path, identity, build: request.build },
      message: `Release ${version}`
    })
    const archive = join(place.path, 'mlops-actions.tar.gz')
    const archiveBytes = archiveCommit(commit.repository, commit.commit, archive)
    describe(plan, commit, say)
    say(`  archive  ${megabytes(archiveBytes)} of at most ${megabytes(MAX_ARCHIVE_BYTES)}`)
    if (request.dryRun) say('Nothing was changed: a dry run.')
    else await publish(request, plan, { commit, identity, archive })
    return { commit: commit.commit, archiveBytes }
  } finally {
    place.remove()
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
  await heedSignals()
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
    throw pushRefused(cause, pushTo, push)
  }
  say(`Pushed to ${pushTo}.`)
}

function pushRefused(cause: unknown, remote: string, push: readonly string[]): UserError {
  const lines = (cause instanceof Error ? cause.message : String(cause)).split('\n').map(line => line.trim())
  // Of a refused push git names the refs after an exclamation mark; of another failure it says what was fatal.
  const why = lines.flatMap(line => /^!\s*(.*)|fatal: (.*)/.exec(line)?.slice(1).find(Boolean) ?? [])
  return new UserError(
    'push-refused',
    `the tags are in this repository, but ${remote} did not take them: ${why.join('; ') || (lines.at(-1) ?? '')}`,
    { hint: `Fetch its tags, look, then: git ${push.join(' ')}`, cause }
  )
}
