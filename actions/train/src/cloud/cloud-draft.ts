import type { TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import { firstAttempt } from '../../../../shared/src/domain/sagemaker/next-attempt.js'
import { isAbandoned, type NextRecord } from '../../../../shared/src/training/run-claim.js'
import { jobNameOf } from '../../../../shared/src/domain/sagemaker/job-name.js'
import { takenOver, type NewOwner } from '../../../../shared/src/training/taken-over.js'
import { draftRecord } from '../draft-record.js'
import type { TrainPorts } from '../ports.js'
import type { CloudPlan } from './plan-run.js'

/** The record of a run that is about to ask for its first job: it names the job, and what it may cost. */
export function cloudDraft(
  plan: CloudPlan,
  ports: Pick<TrainPorts, 'clock' | 'owner' | 'workflowRun'>
): TrainingRecord {
  const { request, worst, price, settings } = plan
  return {
    ...draftRecord(request, ports),
    backend: 'sagemaker',
    job_name: jobNameOf(request.training_id, request.model_id),
    attempts: firstAttempt,
    estimated_cost_usd: worst.usd,
    cost: {
      worst_case_usd: worst.usd,
      usd_per_hour: price.usdPerHour,
      instance_type: settings.instanceType,
      instance_count: settings.instanceCount
    }
  }
}

/** Whether a run, as it is recorded, may be begun with a new job: nothing was ever asked of SageMaker for it. */
export function mayBegin(record: TrainingRecord | undefined, now: Date): boolean {
  if (record === undefined) return true
  if (record.status === 'completed' || record.status === 'submitted') return false
  if (record.status === 'running' && !isAbandoned(record, now)) return false
  return record.backend === 'local' || record.job_name === undefined
}

/** Whether a run has a job that nobody follows. */
export function mayResume(record: TrainingRecord, now: Date): boolean {
  const alone = record.status === 'submitted' || isAbandoned(record, now)
  return alone && record.backend === 'sagemaker' && record.job_name !== undefined
}

/** Takes a run whose job nobody follows, and begins one that has no job yet with `draft`. */
export function cloudClaim(owner: NewOwner, draft: TrainingRecord | undefined): NextRecord {
  return (current, now) => {
    if (mayBegin(current, now)) return draft
    if (current === undefined || !mayResume(current, now)) return undefined
    return takenOver(current, owner, now)
  }
}
