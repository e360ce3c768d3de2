import type { RegistryRecord, RegistryVersion } from '../records/registry.js'
import { compareVersions } from './semantic-version.js'

/** The fewest generations that are ever kept. */
export const MINIMUM_GENERATIONS = 5

/**
 * Versions that may go: not among the last `keep` generations, not in production, and not among the last `keep` versions
 * that were in production and could be rolled back to.
 */
export function versionsToPrune(registry: RegistryRecord, keep: number): readonly RegistryVersion[] {
  const generations = Math.max(keep, MINIMUM_GENERATIONS)
  const newestFirst = registry.versions.toSorted((a, b) => compareVersions(b.version, a.version))
  const rollbackTargets = registry.versions
    .filter(version => version.promoted_at !== undefined && version.stage === 'archived')
    .toSorted((a, b) => ((a.promoted_at ?? '') < (b.promoted_at ?? '') ? 1 : -1))
  const kept = new Set([...newestFirst.slice(0, generations), ...rollbackTargets.slice(0, generations)])
  return newestFirst.filter(version => !kept.has(version) && version.version !== registry.production)
}
