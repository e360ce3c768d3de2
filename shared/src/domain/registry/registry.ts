import type { RegistryRecord, RegistryVersion, Stage } from '../records/registry.js'

/** The registry of a model without versions. */
export function emptyRegistry(modelId: string): RegistryRecord {
  return { schema_version: 1, model_id: modelId, production: null, versions: [], quarantine: [] }
}

/** The version by number. */
export function findVersion(registry: RegistryRecord, version: string): RegistryVersion | undefined {
  return registry.versions.find(candidate => candidate.version === version)
}

/** Adds a version as a candidate. */
export function addVersion(registry: RegistryRecord, version: RegistryVersion): RegistryRecord {
  return { ...registry, versions: [...registry.versions, version] }
}

/** Makes a version production; the one before is archived. */
export function promoteVersion(registry: RegistryRecord, version: string, at: string): RegistryRecord {
  const change = (entry: RegistryVersion): RegistryVersion => {
    if (entry.version === version) return { ...entry, stage: 'production', promoted_at: at }
    return entry.stage === 'production' ? { ...entry, stage: 'archived' } : entry
  }
  return { ...registry, production: version, versions: registry.versions.map(change) }
}

/** Puts a version that is not in production into a stage. */
export function stageVersion(
  registry: RegistryRecord,
  version: string,
  stage: Exclude<Stage, 'production'>
): RegistryRecord {
  return {
    ...registry,
    versions: registry.versions.map(entry => (entry.version === version ? { ...entry, stage } : entry))
  }
}

/** Removes versions. */
export function removeVersions(registry: RegistryRecord, gone: readonly RegistryVersion[]): RegistryRecord {
  const names = new Set(gone.map(version => version.version))
  return { ...registry, versions: registry.versions.filter(version => !names.has(version.version)) }
}
