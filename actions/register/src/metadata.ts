import type { ModelMetadata } from '../../../shared/src/domain/records/model-metadata.js'
import type { NextVersion } from '../../../shared/src/domain/registry/next-version.js'
import type { RunRecords } from './run-records.js'
import type { Artifact } from './version-files.js'

interface Facts {
  readonly records: RunRecords
  readonly version: NextVersion
  readonly modelId: string
  readonly artifacts: readonly Artifact[]
  readonly createdAt: string
  readonly commit: string | undefined
}

/** Where a version comes from: enough to make it again and to prove that it is what it says. */
export function metadataOf({
  records,
  version,
  modelId,
  artifacts,
  createdAt,
  commit
}: Facts): ModelMetadata {
  const { request, training, evaluation, decision } = records
  return {
    schema_version: 1,
    model_id: modelId,
    version: version.version,
    training_id: training.training_id,
    task: evaluation?.task ?? request.request.task ?? 'unknown',
    algorithm: training.algorithm,
    hyperparameters: training.hyperparameters,
    metrics: evaluation?.metrics ?? {},
    decision,
    dataset: { dataset_id: training.dataset.dataset_id, sha256: training.dataset.sha256 },
    request_sha256: request.request_sha256,
    commit: commit ?? request.commit ?? null,
    engine: training.engine,
    created_at: createdAt,
    artifacts: [...artifacts],
    parent_version: version.parent
  }
}
