import { readRecord } from '../../../shared/src/action/record-store.js'
import {
  cloudRunVerdict,
  localRunVerdict,
  type RunFacts
} from '../../../shared/src/domain/housekeeping/run-verdict.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { RemoteTraining } from '../../../shared/src/ports/remote-training.js'
import { carryOn } from './carry-on.js'
import { endRun } from './end-run.js'
import type { Pass } from './pass.js'
import { settleRun } from './settle-run.js'
import { stopRun } from './stop-run.js'
import { writeBill } from './write-bill.js'

/** Looks at one run, and does what is to be done about it. */
export async function lookAtRun(pass: Pass, trainingId: string): Promise<void> {
  const found = await readRecord(pass.ports.store, layout.training(trainingId), trainingRecord)
  const record = found?.value
  if (record === undefined) return
  if (record.backend === 'local') return lookAtLocalRun(pass, record)
  if (record.status === 'completed') return carryOn(pass, record)
  const remote = isBilled(record) ? undefined : await pass.remote()
  if (remote !== undefined) await lookAtCloudRun(pass, record, remote)
}

/** It is over, and SageMaker need not be asked about it. */
function isBilled({ status, job_name: job, cost }: TrainingRecord): boolean {
  if (status === 'running' || status === 'submitted') return false
  return job === undefined || cost === undefined || cost.billed_usd !== undefined
}

async function lookAtLocalRun(pass: Pass, record: TrainingRecord): Promise<void> {
  if (record.status !== 'running') return
  const verdict = localRunVerdict(await factsOf(pass, record))
  if (verdict.what === 'end') return endRun(pass, record, verdict.code)
  if (verdict.what === 'doubt')
    pass.findings.warn(`The run ${record.training_id} looks dead: ${verdict.why}.`)
}

async function lookAtCloudRun(pass: Pass, record: TrainingRecord, remote: RemoteTraining): Promise<void> {
  const { job_name: name } = record
  const seen = name === undefined ? undefined : await remote.describe(name)
  // A job of this name may be another repository's in the same account.
  const job = seen?.identity.trainingId === record.training_id ? seen : undefined
  if (name !== undefined) pass.seenJobs.add(name)
  const verdict = cloudRunVerdict(await factsOf(pass, record), job)
  switch (verdict.what) {
    case 'leave':
      return
    case 'doubt':
      return pass.findings.warn(`The run ${record.training_id} looks dead: ${verdict.why}.`)
    case 'end':
      return endRun(pass, record, verdict.code)
    case 'settle':
      return job && settleRun(pass, { record, job, remote })
    case 'stop':
      return job && stopRun(pass, { record, job, remote, code: verdict.code })
    case 'bill':
      return job && writeBill(pass, record.training_id, job)
  }
}

async function factsOf(pass: Pass, record: TrainingRecord): Promise<RunFacts> {
  const { maxAgeSeconds } = pass.inputs
  const now = pass.now()
  const silent = now.getTime() - Date.parse(record.heartbeat_at) > maxAgeSeconds * 1000
  // Only where it may matter is GitHub asked.
  const owner = record.status === 'running' && silent ? await pass.owners.ofRun(record) : 'unknown'
  return { record, owner, now, maxAgeSeconds }
}
