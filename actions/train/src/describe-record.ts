import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { isAbandoned } from '../../../shared/src/training/run-claim.js'
import { reasonCodes, type TrainOutcome } from './outcome.js'

/** What a training record means at this moment; `again`: it was not this job that trained. */
export function describeRecord(
  record: TrainingRecord,
  now: Date,
  how: { again?: boolean; hint?: string | undefined } = {}
): TrainOutcome {
  const base = { hint: how.hint, record, trainingId: record.training_id, warnings: [] }
  switch (record.status) {
    case 'completed':
      return {
        ...base,
        decision: 'completed',
        reasonCode: how.again === true ? 'already-trained' : 'trained',
        message: completed(record)
      }
    case 'failed':
      return {
        ...base,
        decision: Object.hasOwn(reasonCodes.refused, record.reason_code) ? 'refused' : 'failed',
        reasonCode: record.reason_code,
        message: record.message ?? 'The training failed.'
      }
    case 'stopped':
      return {
        ...base,
        decision: 'stopped',
        reasonCode: record.reason_code,
        message: record.message ?? 'The training was stopped.'
      }
    case 'submitted':
      return {
        ...base,
        decision: 'submitted',
        reasonCode: 'detached',
        message: `The run goes on in SageMaker (training job ${record.job_name ?? ''}); operation start or status with this training-id, or reconcile, carries it on.`
      }
    case 'running':
      return isAbandoned(record, now)
        ? {
            ...base,
            decision: 'stopped',
            reasonCode: 'abandoned',
            message: `The job that trained this run has been silent since ${record.heartbeat_at}.`
          }
        : {
            ...base,
            decision: 'submitted',
            reasonCode: 'still-running',
            message: `The run has been training since ${record.started_at}.`
          }
  }
}

function completed(record: TrainingRecord): string {
  const { algorithm, dataset, duration_seconds: seconds } = record
  return dataset.train_rows === null
    ? `Trained ${algorithm} in ${seconds ?? 0} s.`
    : `Trained ${algorithm} on ${dataset.train_rows} rows in ${seconds ?? 0} s.`
}
