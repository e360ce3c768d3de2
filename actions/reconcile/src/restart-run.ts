import { readRecord } from '../../../shared/src/action/record-store.js'
import { handOverOf } from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { jobNameOf } from '../../../shared/src/domain/sagemaker/job-name.js'
import type { RemoteJob } from '../../../shared/src/domain/sagemaker/remote-job.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { attemptAfter } from '../../../shared/src/training/cloud/attempt-after.js'
import { lostSeconds, withLostJob } from '../../../shared/src/training/cloud/job-bill.js'
import { leftAlone } from '../../../shared/src/training/taken-over.js'
import { endRun } from './end-run.js'
import { claimErrand, handOver, handOverVerdict } from './hand-over.js'
import type { Pass } from './pass.js'
import { takeRun } from './take-run.js'

/**
 * Leaves a run whose job was lost to the service to `train`: its record names the next job, which `train` asks for, and counts
 * the attempt and the lost job's bill. False where there is no next attempt.
 */
export async function restartLost(pass: Pass, record: TrainingRecord, job: RemoteJob): Promise<boolean> {
  const next = await nextJob(pass, record, job)
  if (next === undefined) return false
  const { isNow, mark } = handOver(pass, next.job_name)
  const heartbeat = { heartbeat_at: pass.now().toISOString() }
  const taken = await takeRun(pass, record, current =>
    mark({ ...leftAlone(withLostJob(current, lostSeconds(job))), ...next, ...heartbeat })
  )
  if (taken && isNow) restarts(pass, record.training_id, next.job_name)
  return true
}

/** What the record says about the job that takes the place of the lost one. */
async function nextJob(pass: Pass, record: TrainingRecord, job: RemoteJob) {
  const after = attemptAfter(record, job)
  const { training_id: trainingId } = record
  const request = (await readRecord(pass.ports.store, layout.request(trainingId), requestRecord))?.value
  if (!after.retry || request === undefined) return undefined
  return { job_name: jobNameOf(trainingId, request.model_id, after.next.job), attempts: after.next }
}

/** Hands a run over again whose next job nobody has asked for yet; it ends when three workflows did not. */
export async function restartAgain(pass: Pass, record: TrainingRecord): Promise<void> {
  const { job_name: name = '', training_id: trainingId } = record
  const verdict = await handOverVerdict(pass, record, name)
  if (verdict === 'given-up') return endRun(pass, record, 'not-restarted')
  if (verdict === 'resume' && (await claimErrand(pass, record, name))) restarts(pass, trainingId, name)
}

function restarts(pass: Pass, trainingId: string, name: string): void {
  pass.findings.restart.push(trainingId)
  pass.tell(`${trainingId}: its training job was lost to the service; this workflow asks for ${name}.`)
}

/** Whether a run was left to a workflow that asks for the job that its record names. */
export function awaitsJob(record: TrainingRecord): boolean {
  const { status, job_name: name } = record
  return status === 'submitted' && name !== undefined && handOverOf(record, name) !== undefined
}
