import { modelOfRun } from '../../../shared/src/action/model-of-run.js'
import { modelUnknown } from '../../../shared/src/action/model-unknown.js'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { registryRecord, type RegistryVersion } from '../../../shared/src/domain/records/registry.js'
import { findVersion } from '../../../shared/src/domain/registry/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { UserError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { DriftInputs } from './inputs.js'

/** A version in the registry; without a baseline of the workspace, the one stored with it counts. */
export interface RegisteredSubject {
  readonly modelId: string
  readonly version: RegistryVersion
  /** Path of a baseline, inside the workspace. */
  readonly baseline: string | undefined
}

/** A model without a registered version, or no model at all: there is nothing but a baseline of the workspace. */
export interface UnregisteredSubject {
  readonly modelId: string | undefined
  readonly version: undefined
  readonly baseline: string
}

/** What the data are for, and what they are compared with. */
export type Subject = RegisteredSubject | UnregisteredSubject

/** Finds the model and the version to compare with: the one asked for, else the one in production. */
export async function findSubject(inputs: DriftInputs, store: ObjectStore): Promise<Subject> {
  const { baseline, trainingId } = inputs
  const modelId =
    inputs.modelId ?? (trainingId === undefined ? undefined : await modelOfRun(store, trainingId))
  if (modelId === undefined) {
    if (baseline === undefined) throw new Error('the inputs name neither a model nor a baseline')
    return { modelId, version: undefined, baseline }
  }
  const registry = (await readRecord(store, layout.registry(modelId), registryRecord))?.value
  const wanted = inputs.version ?? registry?.production ?? undefined
  const version = registry === undefined || wanted === undefined ? undefined : findVersion(registry, wanted)
  if (version !== undefined) return { modelId, version, baseline }
  if (baseline !== undefined && inputs.version === undefined) return { modelId, version, baseline }
  if (registry === undefined) throw modelUnknown(store, modelId, ' Or give a baseline of your own.')
  if (wanted === undefined) throw notInProduction(modelId)
  throw versionUnknown(
    modelId,
    wanted,
    registry.versions.map(known => known.version)
  )
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
