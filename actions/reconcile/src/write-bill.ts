import { readRecord, updateRecord } from '../../../shared/src/action/record-store.js'
import { isOver, trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import type { RemoteJob } from '../../../shared/src/domain/sagemaker/remote-job.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { billedSeconds, withBill } from '../../../shared/src/training/cloud/job-bill.js'
import type { Pass } from './pass.js'

/** Writes what a job that has ended was billed into the record of its run, if that is over and names the job. */
export async function writeBill(pass: Pass, trainingId: string, job: RemoteJob): Promise<void> {
  const { ports, findings, inputs } = pass
  const [key, seconds] = [layout.training(trainingId), billedSeconds(job)]
  const seen = (await readRecord(ports.store, key, trainingRecord))?.value
  if (seconds === undefined || !isUnbilled(seen, job)) return
  if (!inputs.dryRun) {
    const change = (current: TrainingRecord | undefined) =>
      isUnbilled(current, job) ? withBill(current, seconds) : undefined
    await updateRecord(ports.store, key, { schema: trainingRecord, change })
  }
  findings.billed.push(trainingId)
  pass.tell(`${trainingId}: its training job ${job.name} was billed ${seconds} s.`)
}

function isUnbilled(record: TrainingRecord | undefined, job: RemoteJob): record is TrainingRecord {
  if (record === undefined || !isOver(record)) return false
  return record.job_name === job.name && record.cost !== undefined && record.cost.billed_usd === undefined
}
