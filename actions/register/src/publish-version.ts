import { updateRecord } from '../../../shared/src/action/record-store.js'
import { registryRecord, type RegistryVersion } from '../../../shared/src/domain/records/registry.js'
import {
  addVersion,
  emptyRegistry,
  promoteVersion,
  removeVersions
} from '../../../shared/src/domain/registry/registry.js'
import { versionsToPrune } from '../../../shared/src/domain/registry/retention.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { RegisterInputs } from './inputs.js'
import type { RegisterOutcome } from './outcome.js'
import type { RegisterPorts } from './ports.js'
import { quarantineRefusal } from './refusal.js'
import { alreadyRegistered, nothing } from './unchanged.js'
import { verdictOf } from './verdict.js'
import { removeVersionFiles } from './version-files.js'

/** Where a version is published, and how. */
export interface Publication {
  readonly inputs: RegisterInputs
  readonly ports: RegisterPorts
  readonly modelId: string
}

/** Names the version in the registry, promotes it when it may be, and lets go of what nobody needs. */
export async function publishVersion(
  { inputs, ports, modelId }: Publication,
  entry: RegistryVersion,
  why: string
): Promise<RegisterOutcome> {
  const promote = inputs.promote && inputs.approval === 'automatic'
  const seen: {
    production: string | null
    gone: readonly RegistryVersion[]
    existing: RegistryVersion | undefined
    refused: ReturnType<typeof quarantineRefusal>
  } = { production: null, gone: [], existing: undefined, refused: undefined }
  await updateRecord(ports.store, layout.registry(modelId), {
    schema: registryRecord,
    change: current => {
      const base = current ?? emptyRegistry(modelId)
      seen.production = base.production
      // Another job may have registered the same run while this one copied its files.
      seen.existing = base.versions.find(version => version.training_id === entry.training_id)
      // And a rollback may have put what it was made from into quarantine.
      seen.refused = quarantineRefusal(base, entry.origin)
      if (seen.existing !== undefined || seen.refused !== undefined) return undefined
      const added = addVersion(base, entry)
      const staged = promote ? promoteVersion(added, entry.version, entry.created_at) : added
      seen.gone = versionsToPrune(staged, inputs.keep)
      return removeVersions(staged, seen.gone)
    }
  })
  if (seen.existing !== undefined) return alreadyRegistered(ports, modelId, seen.existing)
  if (seen.refused !== undefined) return { ...nothing(modelId), decision: 'refused', ...seen.refused }
  const pruned = seen.gone.map(version => version.version)
  await removeVersionFiles(ports.store, modelId, pruned)
  return {
    ...verdictOf(inputs, entry.version),
    modelId,
    version: entry.version,
    stage: promote ? 'production' : 'candidate',
    modelUri: ports.store.uri(layout.versionFile(modelId, entry.version, 'model.tar.gz')),
    pruned,
    previousProduction: seen.production ?? undefined,
    metrics: entry.metrics,
    versionReason: why,
    baseline: undefined,
    warnings: []
  }
}
