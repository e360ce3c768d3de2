import { UserError, type Problem } from '../../shared/src/errors.js'
import { git, resolveObject } from './git.js'
import { compareReleaseVersions, parseReleaseVersion, type ReleaseVersion } from './release-version.js'

/** A ref to write and what it was; undefined: it was not there. */
export interface MovedRef {
  readonly ref: string
  readonly before: string | undefined
}

/** What a release will do to a repository. */
export interface ReleasePlan {
  readonly version: string
  /** The commit that is released. */
  readonly head: string
  readonly versionRef: string
  /** The moving tag `vX`; a pre-release leaves it where it is. */
  readonly majorRef: MovedRef | undefined
}

const MAX_SHOWN = 5

/** Checks all that can be checked before building; refusals are one `UserError` `release-refused` with all problems. */
export function planRelease(repository: string, text: string): ReleasePlan {
  const version = parseReleaseVersion(text)
  const problems = [
    ...uncommitted(repository),
    ...(version === undefined ? [notAVersion(text)] : tagProblems(repository, version))
  ]
  if (version === undefined || problems.length > 0) throw refusal(text, problems)
  const majorRef = `refs/tags/v${version.numbers[0]}`
  return {
    version: text,
    head: git(repository, ['rev-parse', '--verify', 'HEAD^{commit}']),
    versionRef: `refs/tags/${text}`,
    majorRef:
      version.preRelease.length > 0
        ? undefined
        : { ref: majorRef, before: resolveObject(repository, majorRef) }
  }
}

function refusal(version: string, problems: readonly Problem[]): UserError {
  const said = problems.map(({ place, message, hint }) => `${place}: ${message}. ${hint ?? ''}`.trimEnd())
  return new UserError('release-refused', [`${version} is not released.`, ...said].join('\n'), { problems })
}

const notAVersion = (text: string): Problem => ({
  place: 'version',
  message: `"${text}" is not vX.Y.Z, with or without a pre-release such as -rc.1`,
  hint: 'See semver.org; leading zeros and build metadata are not allowed.'
})

function uncommitted(repository: string): Problem[] {
  const lines = git(repository, ['status', '--porcelain', '--untracked-files=all'])
  const paths = lines.split('\n').filter(line => line !== '')
  if (paths.length === 0) return []
  const shown = paths.slice(0, MAX_SHOWN).map(line => line.slice(3))
  const more = paths.length > MAX_SHOWN ? ` and ${paths.length - MAX_SHOWN} more` : ''
  const message = `${shown.join(', ')}${more} not committed`
  return [{ place: 'working tree', message, hint: 'A release is made of a commit: commit, stash or remove.' }]
}

function tagProblems(repository: string, version: ReleaseVersion): Problem[] {
  const tags = git(repository, ['tag', '--list', `v${version.numbers[0]}.*`]).split('\n')
  if (tags.includes(version.text)) return [tagExists(version.text)]
  const releases = tags.flatMap(tag => parseReleaseVersion(tag) ?? [])
  const newest = releases.sort(compareReleaseVersions).at(-1)
  return newest !== undefined && compareReleaseVersions(version, newest) < 0
    ? [notNewer(version.text, newest.text)]
    : []
}

const tagExists = (version: string): Problem => ({
  place: 'version',
  message: `the tag ${version} exists`,
  hint: 'A released version never changes: release the next one.'
})

const notNewer = (version: string, newest: string): Problem => ({
  place: 'version',
  message: `${version} comes before ${newest}, which is released`,
  hint: `Choose a version after ${newest}, or the next major.`
})
