import { createHash } from 'node:crypto'
import { readRecord, writeRecord } from '../../src/action/record-store.js'
import type { ModelMetadata } from '../../src/domain/records/model-metadata.js'
import { registryRecord, type RegistryVersion, type Stage } from '../../src/domain/records/registry.js'
import { emptyRegistry } from '../../src/domain/registry/registry.js'
import type { TrainingRequest } from '../../src/domain/request/training-request.js'
import { layout } from '../../src/domain/store/layout.js'
import type { ObjectStore } from '../../src/ports/object-store.js'
import { anEvaluation, aRequestRecord, trainingIdOf } from './records.js'

/** A version that is to be in the store. */
export interface VersionParts {
  /** Default: production. */
  readonly stage?: Stage
  readonly archive: Uint8Array
  /** Without one the version has no model.onnx. */
  readonly onnx?: Uint8Array
  /** The request of its run; null: the run is no longer in the store. */
  readonly request?: TrainingRequest | null
  /** SHA-256 of the test data the gate measured. */
  readonly testSha256?: string
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Puts `v1.0.<patch>` of the model `churn` into a store, made by run number `patch`, with digests that fit its files. */
export async function putVersion(store: ObjectStore, patch: number, parts: VersionParts): Promise<void> {
  const version = `v1.0.${patch}`
  const put = async (file: string, bytes: Uint8Array) => {
    await store.write(layout.versionFile('churn', version, file), bytes)
    return { path: file, sha256: sha256(bytes), size_bytes: bytes.length }
  }
  const archive = await put('model.tar.gz', parts.archive)
  const artifacts = [archive, ...(parts.onnx === undefined ? [] : [await put('model.onnx', parts.onnx)])]
  const request = aRequestRecord({
    training_id: trainingIdOf(patch),
    ...(parts.request != null && { request: parts.request })
  })
  if (parts.request !== null) await writeRecord(store, layout.request(request.training_id), request)
  const metadata: ModelMetadata = {
    schema_version: 1,
    model_id: 'churn',
    version,
    training_id: request.training_id,
    task: 'classification',
    algorithm: 'random_forest',
    hyperparameters: {},
    metrics: { accuracy: 0.9 },
    decision: null,
    dataset: { dataset_id: 'd1', sha256: 'b'.repeat(64) },
    request_sha256: request.request_sha256,
    commit: null,
    engine: {},
    created_at: '2025-01-10T09:40:00Z',
    artifacts,
    parent_version: null
  }
  await writeRecord(store, layout.versionFile('churn', version, 'model_metadata.json'), metadata)
  const evaluation = anEvaluation({ test_data: { sha256: parts.testSha256 ?? null, files: ['test.csv'] } })
  await writeRecord(store, layout.versionFile('churn', version, 'evaluation.json'), evaluation)
  await name(store, metadata, { stage: parts.stage ?? 'production', sha256: archive.sha256 })
}

async function name(
  store: ObjectStore,
  { version, training_id }: ModelMetadata,
  { stage, sha256: archive }: { stage: Stage; sha256: string }
): Promise<void> {
  const key = layout.registry('churn')
  const registry = (await readRecord(store, key, registryRecord))?.value ?? emptyRegistry('churn')
  const digest = 'a'.repeat(64)
  const entry: RegistryVersion = {
    version,
    stage,
    training_id,
    created_at: '2025-01-10T09:40:00Z',
    sha256: archive,
    metrics: { accuracy: 0.9 },
    contract: {
      task: 'classification',
      target: 'label',
      features: ['x'],
      classes: ['no', 'yes'],
      algorithm: 'random_forest',
      hyperparameters_sha256: digest,
      preprocessing_sha256: digest
    }
  }
  await writeRecord(store, key, {
    ...registry,
    production: stage === 'production' ? version : registry.production,
    versions: [...registry.versions.filter(other => other.version !== version), entry]
  })
}
