import { updateRecord } from '../../../shared/src/action/record-store.js'
import { registryRecord, type RegistryRecord } from '../../../shared/src/domain/records/registry.js'
import { isQuarantined, releaseFromQuarantine } from '../../../shared/src/domain/registry/quarantine.js'
import { findVersion } from '../../../shared/src/domain/registry/registry.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { unchanged, type RollbackOutcome, type Verdict } from './outcome.js'

/** Takes a version out of quarantine by compare-and-swap; production stays as it is. */
export async function releaseVersion(
  store: ObjectStore,
  modelId: string,
  version: string
): Promise<RollbackOutcome> {
  const seen = { before: false }
  const registry = await updateRecord(store, layout.registry(modelId), {
    schema: registryRecord,
    change: current => {
      seen.before = current !== undefined && isQuarantined(current, version)
      return current === undefined || !seen.before ? undefined : releaseFromQuarantine(current, version)
    }
  })
  if (!seen.before) return unchanged(modelId, notQuarantined(registry, modelId, version))
  const stage = registry === undefined ? undefined : findVersion(registry, version)?.stage
  const message = phrase`${version} is out of quarantine; what it was made from may be used again.`
  return {
    ...unchanged(modelId, { decision: 'rolled-back', reasonCode: 'released', message }),
    released: { version, stage: stage ?? 'gone' }
  }
}

function notQuarantined(registry: RegistryRecord | undefined, modelId: string, version: string): Verdict {
  if (registry === undefined || findVersion(registry, version) === undefined) {
    const message = phrase`${modelId} has no version ${version}.`
    return { decision: 'refused', reasonCode: 'version-unknown', message }
  }
  const message = phrase`${version} is not in quarantine.`
  return { decision: 'nothing-to-do', reasonCode: 'not-quarantined', message }
}
