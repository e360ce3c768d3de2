import { readRecord } from '../../../shared/src/action/record-store.js'
import { awaitsHistory } from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import {
  cloudRunVerdict,
  localRunVerdict,
  type RunFacts
} from '../../../shared/src/domain/housekeeping/run-verdict.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { RemoteTraining } from '../../../shared/src/ports/remote-training.js'
import { worksFor } from '../../../shared/src/training/cloud/works-for.js'
import { carryOn, recordAgain } from './carry-on.js'
import { endRun } from './end-run.js'
import { hasNoJob } from './has-no-job.js'
import type { Pass } from './pass.js'
import { awaitsJob, restartAgain } from './restart-run.js'
import { settleRun } from './settle-run.js'
import { stopRun } from './stop-run.js'
import { writeBill } from './write-bill.js'

/** Looks at one run, and does what is to be done about it. */
export async function lookAtRun(pass: Pass, trainingId: string): Promise<void> {
  const found = await readRecord(pass.ports.store, layout.training(trainingId), trainingRecord)
  const record = found?.value
  if (record === undefined) return
  if (awaitsHistory(record)) await recordAgain(pass, record)
  if (record.backend === 'local') return lookAtLocalRun(pass, record)
  if (record.status === 'completed') return carryOn(pass, record)
  const remote = hasNoJob(record) ? undefined : await pass.remote()
  if (remote !== undefined) await lookAtCloudRun(pass, record, remote)
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
  // A job of this name may be another repository's in the same account, or another store's.
  const job = seen && worksFor(seen, record.training_id, pass.ports.store) ? seen : undefined
  if (name !== undefined) pass.seenJobs.add(name)
  if (job === undefined && awaitsJob(record)) return restartAgain(pass, record)
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
