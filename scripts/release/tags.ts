import { UserError } from '../../shared/src/errors.js'
import { git } from './git.js'
import type { ReleaseCommit } from './release-commit.js'
import type { ReleasePlan } from './plan-release.js'

const NONE = '0'.repeat(40)

/** Makes the tags in the repository of the release commit; returns the objects they point to. */
export function makeTags(
  { version, majorRef }: ReleasePlan,
  { repository, commit }: ReleaseCommit,
  identity: Readonly<Record<string, string>>
): ReadonlyMap<string, string> {
  const message = `MLOps Actions ${version}`
  git(repository, ['tag', '--annotate', '--message', message, version, commit], { environment: identity })
  const annotated = git(repository, ['rev-parse', '--verify', `refs/tags/${version}`])
  return new Map([
    [`refs/tags/${version}`, annotated],
    ...(majorRef === undefined ? [] : [[majorRef.ref, commit] as const])
  ])
}

/**
 * Takes the objects over into the repository that is released and moves all tags in one transaction; a tag that
 * somebody changed meanwhile: `UserError` `tags-changed`, and none is moved.
 */
export function moveTags(
  repository: string,
  plan: ReleasePlan,
  release: { readonly repository: string; readonly tags: ReadonlyMap<string, string> }
): void {
  const quiet = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-auto-maintenance']
  git(repository, ['fetch', ...quiet, release.repository, plan.versionRef])
  const updates = [...release.tags].map(([ref, object]) => {
    const before = ref === plan.majorRef?.ref ? plan.majorRef.before : undefined
    return `update ${ref} ${object} ${before ?? NONE}`
  })
  try {
    git(repository, ['update-ref', '--stdin'], {
      input: ['start', ...updates, 'prepare', 'commit', ''].join('\n')
    })
  } catch (cause) {
    throw new UserError('tags-changed', 'somebody else changed the tags meanwhile; none was moved', {
      hint: 'Look at git tag, then release again.',
      cause
    })
  }
}

/** The arguments of the push of exactly these tags; `vX` moves only from where this repository last saw it. */
export function pushArguments(remote: string, { versionRef, majorRef }: ReleasePlan): string[] {
  if (majorRef === undefined) return ['push', '--atomic', remote, versionRef]
  const lease = `--force-with-lease=${majorRef.ref}:${majorRef.before ?? ''}`
  return ['push', '--atomic', lease, remote, versionRef, majorRef.ref]
}
