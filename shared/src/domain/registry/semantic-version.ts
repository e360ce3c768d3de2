import { VERSION } from '../text/id-patterns.js'

export type Bump = 'major' | 'minor' | 'patch'

/** The three numbers of `vX.Y.Z`. */
export type VersionNumbers = readonly [major: number, minor: number, patch: number]

/** Numbers of a version; not `vX.Y.Z`: undefined. */
export function parseVersion(text: string): VersionNumbers | undefined {
  const match = VERSION.exec(text)
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])]
}

/** Negative when `a` is older, positive when newer, 0 when equal. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a) ?? [0, 0, 0], parseVersion(b) ?? [0, 0, 0]]
  return left[0] - right[0] || left[1] - right[1] || left[2] - right[2]
}

/** The version after `version` (Semantic Versioning 2.0.0, items 6 to 8). */
export function bumpVersion(version: string, bump: Bump): string {
  const [major, minor, patch] = parseVersion(version) ?? [0, 0, 0]
  if (bump === 'major') return `v${major + 1}.0.0`
  return bump === 'minor' ? `v${major}.${minor + 1}.0` : `v${major}.${minor}.${patch + 1}`
}
