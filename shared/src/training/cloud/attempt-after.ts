import type { TrainingRecord } from '../../domain/records/training.js'
import { jobEnd } from '../../domain/sagemaker/job-end.js'
import { firstAttempt, nextAttempt, type NextAttempt } from '../../domain/sagemaker/next-attempt.js'
import type { RemoteJob } from '../../domain/sagemaker/remote-job.js'

/** Whether another job takes the place of a run's job, which has ended: never where the run was asked to stop. */
export function attemptAfter(record: TrainingRecord, job: RemoteJob): NextAttempt {
  if (record.stop_requested_at !== undefined) return { retry: false }
  const end = jobEnd(job, { stopRequested: false, kitFailure: undefined })
  return nextAttempt(end, record.attempts ?? firstAttempt)
}
