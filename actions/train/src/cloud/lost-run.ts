import type { TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import { MAX_RETRIES } from '../../../../shared/src/domain/sagemaker/job-name.js'
import type { Retry } from '../../../../shared/src/domain/sagemaker/next-attempt.js'
import { leftAlone } from '../../../../shared/src/training/taken-over.js'
import { describeRecord } from '../describe-record.js'
import type { TrainOutcome } from '../outcome.js'

/** What is said of a job that was lost by who may not ask for the next one. */
export function lostText(name: string, { why, next }: Retry): string {
  return `The training job ${name} was lost: ${why}. The run is left as it is; operation start with this training-id, or reconcile, asks for the next job (${next.retries} of ${MAX_RETRIES}).`
}

/** A run whose job was lost, as it lies there: to be carried on, whatever its record says of who follows it. */
export function describeLost(record: TrainingRecord, next: Retry, now: Date): TrainOutcome {
  const message = lostText(record.job_name ?? '', next)
  return { ...describeRecord(leftAlone(record), now), record, message }
}
