import type { TrainingRecord } from '../../domain/records/training.js'
import { jobNameOf } from '../../domain/sagemaker/job-name.js'

/** The record of a run whose present job was never made: it names the job before, if there was one. */
export function withoutJob(record: TrainingRecord, modelId: string): TrainingRecord {
  const job = record.attempts?.job ?? 0
  if (job > 0) return { ...record, job_name: jobNameOf(record.training_id, modelId, job - 1) }
  const { job_name: never, attempts, ...rest } = record
  return never === undefined && attempts === undefined ? record : rest
}
