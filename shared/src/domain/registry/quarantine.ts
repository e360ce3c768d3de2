import type { RegistryRecord, VersionOrigin } from '../records/registry.js'
import { findVersion, stageVersion } from './registry.js'

export type QuarantineEntry = RegistryRecord['quarantine'][number]

/** The quarantine that a model made from this request and these training data falls under; undefined when none does. */
export function quarantineOf(
  registry: RegistryRecord,
  origin: VersionOrigin | undefined
): QuarantineEntry | undefined {
  if (origin === undefined) return undefined
  return registry.quarantine.find(
    entry => entry.request_sha256 === origin.request_sha256 && entry.dataset_sha256 === origin.dataset_sha256
  )
}

/** Whether a version is in quarantine, by its stage or by the list. */
export function isQuarantined(registry: RegistryRecord, version: string): boolean {
  const listed = registry.quarantine.some(entry => entry.version === version)
  return listed || findVersion(registry, version)?.stage === 'quarantined'
}

/** Takes a version out of quarantine: archived if it was ever in production, else a candidate again. */
export function releaseFromQuarantine(registry: RegistryRecord, version: string): RegistryRecord {
  const quarantine = registry.quarantine.filter(entry => entry.version !== version)
  const entry = findVersion(registry, version)
  if (entry?.stage !== 'quarantined') return { ...registry, quarantine }
  const stage = entry.promoted_at === undefined ? 'candidate' : 'archived'
  return stageVersion({ ...registry, quarantine }, version, stage)
}
