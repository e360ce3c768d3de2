import type { KitJob } from '../../../shared/src/ports/training-service.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import type { DatasetDescription } from '../../../shared/src/domain/records/dataset.js'
import { DEFAULT_SEED } from './draft-record.js'

/** What the training kit is asked to do: the request, completed by what dataset.json declares. */
export function toKitJob(record: RequestRecord, dataset: DatasetDescription | undefined): KitJob {
  const { request } = record
  return {
    schema_version: 1,
    training_id: record.training_id,
    algorithm: request.algorithm,
    task: request.task ?? dataset?.task ?? null,
    target: request.target ?? dataset?.target ?? null,
    features: request.features ?? dataset?.features ?? null,
    sample_id: request.sample_id ?? dataset?.sample_id ?? null,
    types: dataset?.types ?? {},
    positive_class: request.positive_class ?? null,
    preprocessing: request.preprocessing ?? null,
    hyperparameters: request.hyperparameters ?? {},
    validation: request.validation ?? { method: 'none' },
    trees: request.trees ?? 'all',
    parity_rows: request.parity_rows ?? 'real',
    seed: request.seed ?? DEFAULT_SEED
  }
}
