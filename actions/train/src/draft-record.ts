import type { Clock } from '../../../shared/src/ports/clock.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { ownedBy, type NewOwner } from '../../../shared/src/training/taken-over.js'

/** The seed of a request that names none. */
export const DEFAULT_SEED = 42

/** The record of a run that starts now. */
export function draftRecord(record: RequestRecord, ports: { clock: Clock } & NewOwner): TrainingRecord {
  const startedAt = ports.clock.now().toISOString()
  const { request } = record
  return {
    schema_version: 1,
    training_id: record.training_id,
    status: 'running',
    reason_code: 'still-running',
    backend: 'local',
    algorithm: request.algorithm,
    engine: {},
    ...ownedBy(ports),
    started_at: startedAt,
    heartbeat_at: startedAt,
    finished_at: null,
    duration_seconds: null,
    metrics: {},
    model_artifact: null,
    dataset: {
      dataset_id: request.dataset_id,
      train_rows: null,
      test_rows: null,
      sha256: null,
      features: [],
      target: request.target ?? null
    },
    hyperparameters: { ...request.hyperparameters },
    seed: request.seed ?? DEFAULT_SEED
  }
}
