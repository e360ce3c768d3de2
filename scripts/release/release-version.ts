/** A version of the suite, `vX.Y.Z` or `vX.Y.Z-<pre-release>`, as Semantic Versioning 2.0.0 reads it. */
export interface ReleaseVersion {
  readonly text: string
  readonly numbers: readonly [major: number, minor: number, patch: number]
  /** Identifiers of the pre-release; none for a release. */
  readonly preRelease: readonly string[]
}

const NUMBER = '(0|[1-9]\\d{0,8})'
const IDENTIFIER = '(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)'
const VERSION = new RegExp(`^v${NUMBER}\\.${NUMBER}\\.${NUMBER}(?:-(${IDENTIFIER}(?:\\.${IDENTIFIER})*))?$`)
const MAX_LENGTH = 64

/** Reads a version; build metadata is none, because tags that differ by it alone would have no order. */
export function parseReleaseVersion(text: string): ReleaseVersion | undefined {
  if (text.length > MAX_LENGTH) return undefined
  const match = VERSION.exec(text)
  if (match === null) return undefined
  const [, major, minor, patch, preRelease] = match
  return {
    text,
    numbers: [Number(major), Number(minor), Number(patch)],
    preRelease: preRelease?.split('.') ?? []
  }
}

/** Negative when `a` comes before `b`, positive when after, 0 when equal (Semantic Versioning 2.0.0, item 11). */
export function compareReleaseVersions(a: ReleaseVersion, b: ReleaseVersion): number {
  for (const index of [0, 1, 2] as const) {
    const difference = a.numbers[index] - b.numbers[index]
    if (difference !== 0) return difference
  }
  return comparePreReleases(a.preRelease, b.preRelease)
}

function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length
  for (const [index, left] of a.entries()) {
    const right = b[index]
    if (right === undefined) return 1
    const difference = compareIdentifiers(left, right)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

function compareIdentifiers(a: string, b: string): number {
  const [left, right] = [a, b].map(text => (/^\d+$/.test(text) ? BigInt(text) : undefined))
  if (left !== undefined && right !== undefined) return left < right ? -1 : Number(left > right)
  if (left !== undefined || right !== undefined) return left === undefined ? 1 : -1
  return a < b ? -1 : Number(a > b)
}
