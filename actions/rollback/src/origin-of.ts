import { readRecord, requireRecord } from '../../../shared/src/action/record-store.js'
import { modelMetadata } from '../../../shared/src/domain/records/model-metadata.js'
import type { RegistryVersion, VersionOrigin } from '../../../shared/src/domain/records/registry.js'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import { trainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/**
 * What a version was made from: as the registry says, else its metadata, else its run, because a version with damaged
 * files must be able to leave production. In none of them: `UserError` `record-missing`.
 */
export async function originOf(
  store: ObjectStore,
  modelId: string,
  { version, training_id, origin }: RegistryVersion
): Promise<VersionOrigin> {
  if (origin !== undefined) return origin
  const key = layout.versionFile(modelId, version, 'model_metadata.json')
  const metadata = (await readRecord(store, key, modelMetadata))?.value
  if (metadata !== undefined)
    return { request_sha256: metadata.request_sha256, dataset_sha256: metadata.dataset.sha256 }
  const hint = `Restore ${store.uri(key)}, or the records of the run.`
  const request = await requireRecord(store, layout.request(training_id), { schema: requestRecord, hint })
  const training = await requireRecord(store, layout.training(training_id), { schema: trainingRecord, hint })
  return { request_sha256: request.request_sha256, dataset_sha256: training.dataset.sha256 }
}
