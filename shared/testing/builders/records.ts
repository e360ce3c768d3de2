import type { DecisionRecord } from '../../src/domain/records/decision.js'
import type { EvaluationRecord } from '../../src/domain/records/evaluation.js'
import type { RequestRecord } from '../../src/domain/records/request-record.js'
import type { TrainingRecord } from '../../src/domain/records/training.js'
import { requestDigest } from '../../src/domain/request/request-digest.js'
import type { TrainingRequest } from '../../src/domain/request/training-request.js'

/** The run of the builders below, where they are given no other. */
export const trainingId = 'train-20250110-093000-1a2b3c4d'

/** A run of its own for every number from 0 to 99. */
export const trainingIdOf = (number: number): string =>
  `train-20250110-0930${String(number).padStart(2, '0')}-1a2b3c4d`

/** A complete request: a forest for the model `churn` on the data set `d1`. */
export function aRequest(change: Partial<TrainingRequest> = {}): TrainingRequest {
  return {
    algorithm: 'random_forest',
    model_id: 'churn',
    dataset_id: 'd1',
    max_retry: 3,
    task: 'classification',
    ...change
  }
}

/** A request record; its digest is that of its request. */
export function aRequestRecord(
  change: Partial<Omit<RequestRecord, 'request' | 'request_sha256'>> & { request?: TrainingRequest } = {}
): RequestRecord {
  const request = change.request ?? aRequest()
  return {
    schema_version: 1,
    training_id: trainingId,
    model_id: request.model_id,
    request_sha256: requestDigest(request),
    command: 'train',
    attempt: 1,
    repository: 'o/r',
    issue: 7,
    commit: 'c0ffee',
    event: 'issues',
    run_id: '5',
    actor: 'writer',
    permission: 'write',
    created_at: '2025-01-10T09:30:00Z',
    ...change,
    request
  }
}

/** A completed training of a forest on 100 rows. */
export function aTrainingRecord(change: Partial<TrainingRecord> = {}): TrainingRecord {
  return {
    schema_version: 1,
    training_id: trainingId,
    status: 'completed',
    reason_code: 'trained',
    backend: 'local',
    algorithm: 'random_forest',
    engine: { python: '3.11.2', 'scikit-learn': '1.2.1' },
    owner: 'job-1',
    started_at: '2025-01-10T09:31:00Z',
    heartbeat_at: '2025-01-10T09:31:12Z',
    finished_at: '2025-01-10T09:31:12Z',
    duration_seconds: 12.5,
    metrics: { train_accuracy: 0.99 },
    model_artifact: { uri: 'memory:model.tar.gz', sha256: 'a'.repeat(64), size_bytes: 1000 },
    dataset: {
      dataset_id: 'd1',
      train_rows: 100,
      test_rows: null,
      sha256: 'b'.repeat(64),
      features: ['x'],
      target: 'label'
    },
    hyperparameters: { n_estimators: 100 },
    seed: 42,
    ...change
  }
}

/** An evaluation on 40 rows with an accuracy of 0.9, of predictions from a file. */
export function anEvaluation(change: Partial<EvaluationRecord> = {}): EvaluationRecord {
  return {
    schema_version: 1,
    training_id: trainingId,
    task: 'classification',
    rows: 40,
    primary_metric: { name: 'accuracy', value: 0.9, direction: 'higher' },
    metrics: { accuracy: 0.9, roc_auc: null },
    undefined: { roc_auc: 'the model gave no probabilities' },
    slices: {},
    fairness: {},
    predictions_source: 'file',
    model: { sha256: null, size_bytes: null },
    test_data: { sha256: 'c'.repeat(64), files: ['test.csv'] },
    ...change
  }
}

/** A decision that the run passes `metrics.accuracy >= 0.85`. */
export function aDecision(change: Partial<DecisionRecord> = {}): DecisionRecord {
  return {
    schema_version: 1,
    training_id: trainingId,
    decision: 'pass',
    reason_code: 'gate-passed',
    gate: 'metrics.accuracy >= 0.85',
    rules: [
      {
        source: 'threshold',
        expression: 'metrics.accuracy >= 0.85',
        value: 0.9,
        passed: true,
        reason: 'accuracy is 0.9, at least 0.85'
      }
    ],
    attempt: 1,
    attempts_left: 3,
    evaluated_at: '2025-01-10T09:32:00Z',
    ...change
  }
}
