import { readRecord, requireRecord } from '../../../shared/src/action/record-store.js'
import { registryRecord, type RegistryVersion } from '../../../shared/src/domain/records/registry.js'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import { findVersion } from '../../../shared/src/domain/registry/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { DriftInputs } from './inputs.js'

/** The model that the data are for; with a baseline of its own it need not be registered. */
export interface Subject {
  readonly modelId: string | undefined
  readonly version: RegistryVersion | undefined
}

/** Finds the model and the version to compare with: the one asked for, else the one in production. */
export async function findSubject(inputs: DriftInputs, store: ObjectStore): Promise<Subject> {
  const modelId = inputs.modelId ?? (await modelOfRun(inputs.trainingId, store))
  if (modelId === undefined) return { modelId, version: undefined }
  const registry = (await readRecord(store, layout.registry(modelId), registryRecord))?.value
  const wanted = inputs.version ?? registry?.production ?? undefined
  const version = registry === undefined || wanted === undefined ? undefined : findVersion(registry, wanted)
  const needed = inputs.baseline === undefined || inputs.version !== undefined
  if (version !== undefined || !needed) return { modelId, version }
  if (registry === undefined) throw modelUnknown(modelId, store)
  if (wanted === undefined) throw notInProduction(modelId)
  throw versionUnknown(
    modelId,
    wanted,
    registry.versions.map(known => known.version)
  )
}

async function modelOfRun(trainingId: string | undefined, store: ObjectStore): Promise<string | undefined> {
  if (trainingId === undefined) return undefined
  const need = { schema: requestRecord, hint: 'Pass model-id, or the training-id of a run in this store.' }
  return (await requireRecord(store, layout.request(trainingId), need)).model_id
}

function modelUnknown(modelId: string, store: ObjectStore): UserError {
  return new UserError('model-unknown', `${store.uri(layout.registry(modelId))} does not exist`, {
    hint: 'Register a version of the model first, check model-id and store, or give a baseline of your own.'
  })
}

function notInProduction(modelId: string): UserError {
  return new UserError('no-production-version', `no version of ${modelId} is in production`, {
    hint: 'Promote one with register, name one with version, or give a baseline of your own.'
  })
}

function versionUnknown(modelId: string, wanted: string, known: readonly string[]): UserError {
  return new UserError('version-unknown', `${modelId} has no version ${wanted}`, {
    hint:
      known.length === 0 ? 'It has no version at all.' : `It has ${known.slice(-10).toReversed().join(', ')}.`
  })
}
