import { modelOfRun } from '../../../shared/src/action/model-of-run.js'
import { modelUnknown } from '../../../shared/src/action/model-unknown.js'
import { readRecord, requireRecord } from '../../../shared/src/action/record-store.js'
import { modelMetadata, type ModelMetadata } from '../../../shared/src/domain/records/model-metadata.js'
import {
  registryRecord,
  type RegistryRecord,
  type RegistryVersion
} from '../../../shared/src/domain/records/registry.js'
import { requestRecord, type RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { findVersion } from '../../../shared/src/domain/registry/registry.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { EdgeInputs } from './inputs.js'

const MOST_LISTED = 10

/** A registered version with its records. */
export interface FoundVersion {
  readonly kind: 'found'
  readonly modelId: string
  readonly entry: RegistryVersion
  readonly metadata: ModelMetadata
  /** The request it was trained from; undefined when the run is no longer in the store. */
  readonly request: RequestRecord | undefined
}

/** Why there is nothing to export. */
export interface NoVersion {
  readonly kind: 'refused'
  readonly modelId: string
  readonly version: string | undefined
  readonly reasonCode: 'version-unknown' | 'no-production-version' | 'version-not-exportable'
  readonly message: string
}

/** Finds the version that is to be exported: the named one, else the run's, else what is in production. */
export async function findExportable(
  inputs: EdgeInputs,
  store: ObjectStore
): Promise<FoundVersion | NoVersion> {
  const modelId = inputs.modelId ?? (await modelOfRun(store, inputs.trainingId ?? ''))
  const registry = (await readRecord(store, layout.registry(modelId), registryRecord))?.value
  if (registry === undefined && inputs.modelId !== undefined) throw modelUnknown(store, modelId)
  const entry = registry === undefined ? undefined : choose(registry, inputs)
  if (entry === undefined)
    return { kind: 'refused', modelId, version: inputs.version, ...missing(inputs, modelId, registry) }
  const listed = registry?.quarantine.some(({ version }) => version === entry.version) === true
  if (entry.stage === 'rejected' || entry.stage === 'quarantined' || listed) {
    const stage = listed ? 'quarantined' : entry.stage
    const message = `${entry.version} of ${modelId} is ${stage}, and such a model must not reach a device.`
    const { version } = entry
    return { kind: 'refused', modelId, version, reasonCode: 'version-not-exportable', message }
  }
  const metadata = await requireRecord(
    store,
    layout.versionFile(modelId, entry.version, 'model_metadata.json'),
    {
      schema: modelMetadata,
      hint: 'The version is not whole; register the run again or export another version.'
    }
  )
  const request = (await readRecord(store, layout.request(entry.training_id), requestRecord))?.value
  return { kind: 'found', modelId, entry, metadata, request }
}

function choose(registry: RegistryRecord, { version, trainingId }: EdgeInputs): RegistryVersion | undefined {
  const ofRun = (entry: RegistryVersion | undefined) =>
    trainingId === undefined || entry?.training_id === trainingId ? entry : undefined
  if (version !== undefined) return ofRun(findVersion(registry, version))
  if (trainingId !== undefined) return registry.versions.find(ofRun)
  return registry.production === null ? undefined : findVersion(registry, registry.production)
}

function missing(
  { version, trainingId }: EdgeInputs,
  modelId: string,
  registry: RegistryRecord | undefined
): Pick<NoVersion, 'reasonCode' | 'message'> {
  const made = trainingId === undefined ? '' : ` made by ${trainingId}`
  if (version !== undefined)
    return {
      reasonCode: 'version-unknown',
      message: `${modelId} has no version ${version}${made}${existing(registry)}.`
    }
  if (trainingId !== undefined)
    return {
      reasonCode: 'version-unknown',
      message: `${modelId} has no version${made}; was the run registered?`
    }
  return { reasonCode: 'no-production-version', message: `${modelId} has no version in production.` }
}

/** The newest versions that exist, for someone who named another one. */
function existing(registry: RegistryRecord | undefined): string {
  const versions = registry?.versions.map(({ version }) => version) ?? []
  if (versions.length === 0) return ''
  const newest = versions.slice(-MOST_LISTED)
  const others = versions.length - newest.length
  return `; it has ${newest.join(', ')}${others === 0 ? '' : ` and ${others} older`}`
}
