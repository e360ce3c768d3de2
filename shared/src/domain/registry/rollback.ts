import type { RegistryRecord, RegistryVersion, VersionOrigin } from '../records/registry.js'
import { isQuarantined } from './quarantine.js'
import { findVersion, promoteVersion, stageVersion } from './registry.js'
import { compareVersions } from './semantic-version.js'

/** What is asked for; without `to` it is the version that was in production before. */
export interface RollbackWish {
  readonly to: string | undefined
  /** The version that is to leave production; undefined: whichever is there. */
  readonly from: string | undefined
  /** When it was asked for, in whole seconds as GitHub tells times: what became production later was not meant. */
  readonly askedAt: string | undefined
}

const SECOND = 1000

/** What a rollback would do to a registry. */
export type RollbackPlan =
  | { readonly kind: 'roll-back'; readonly from: RegistryVersion; readonly to: RegistryVersion }
  | { readonly kind: 'already-restored'; readonly from: string | undefined; readonly to: string }
  | { readonly kind: 'no-production' }
  | { readonly kind: 'production-changed'; readonly production: string }
  | { readonly kind: 'version-unknown'; readonly version: string }
  | { readonly kind: 'no-earlier-version'; readonly production: string }
  | { readonly kind: 'never-in-production' | 'withdrawn'; readonly version: RegistryVersion }

/**
 * Plans a rollback. One without `to` goes one step back and no further: where the version in production was itself put
 * back by a rollback and nothing was promoted since, it is a repetition of that rollback.
 */
export function planRollback(registry: RegistryRecord, { to, from, askedAt }: RollbackWish): RollbackPlan {
  const production = registry.production === null ? undefined : findVersion(registry, registry.production)
  if (production === undefined) return { kind: 'no-production' }
  const replaced = replacedBy(registry, production)
  if (to === production.version || (to === undefined && replaced !== undefined))
    return { kind: 'already-restored', from: replaced, to: production.version }
  const meant = from === undefined || from === production.version
  if (!meant || isLater(production.promoted_at, askedAt))
    return { kind: 'production-changed', production: production.version }
  const target = to === undefined ? previousProduction(registry) : findVersion(registry, to)
  if (target === undefined)
    return to === undefined
      ? { kind: 'no-earlier-version', production: production.version }
      : { kind: 'version-unknown', version: to }
  if (target.stage === 'rejected' || isQuarantined(registry, target.version))
    return { kind: 'withdrawn', version: target }
  // What nobody ever promoted would come into production without an approval.
  if (target.promoted_at === undefined) return { kind: 'never-in-production', version: target }
  return { kind: 'roll-back', from: production, to: target }
}

function isLater(promotedAt: string | undefined, askedAt: string | undefined): boolean {
  if (promotedAt === undefined || askedAt === undefined) return false
  return Date.parse(promotedAt) >= Date.parse(askedAt) + SECOND
}

/** The version that was in production last before the present one and may be again; undefined when there is none. */
export function previousProduction(registry: RegistryRecord): RegistryVersion | undefined {
  return registry.versions
    .filter(
      version =>
        version.stage === 'archived' &&
        version.promoted_at !== undefined &&
        !isQuarantined(registry, version.version)
    )
    .toSorted(
      (a, b) =>
        Date.parse(a.promoted_at ?? '') - Date.parse(b.promoted_at ?? '') ||
        compareVersions(a.version, b.version)
    )
    .at(-1)
}

/** The version whose rollback put the present one into production; undefined when a promotion did. */
function replacedBy(registry: RegistryRecord, production: RegistryVersion): string | undefined {
  return registry.quarantine.findLast(
    entry => entry.restored === production.version && entry.quarantined_at === production.promoted_at
  )?.version
}

/** What is written down about a rollback. */
export interface RollbackNote {
  readonly at: string
  readonly reason: string
  /** What the version that leaves production was made from. */
  readonly origin: VersionOrigin
}

/** The registry after a rollback: `to` is in production, and `from` in quarantine with what it was made from. */
export function rollBack(
  registry: RegistryRecord,
  { from, to }: { readonly from: string; readonly to: string },
  { at, reason, origin }: RollbackNote
): RegistryRecord {
  const entry = { version: from, reason, ...origin, quarantined_at: at, restored: to }
  const staged = stageVersion(promoteVersion(registry, to, at), from, 'quarantined')
  return { ...staged, quarantine: [...registry.quarantine, entry] }
}
