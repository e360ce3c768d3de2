import { modelOfRun } from '../../../shared/src/action/model-of-run.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { withBill } from '../../../shared/src/training/cloud/job-bill.js'
import { withoutJob } from '../../../shared/src/training/cloud/without-job.js'
import { endedRecord } from '../../../shared/src/training/ended-record.js'
import type { Pass } from './pass.js'
import { takeRun } from './take-run.js'

const TEXTS = {
  'runner-lost': 'The runner died before it left a model.',
  'job-missing': 'SageMaker has no such training job.'
} as const

/** Ends a run that nobody runs and that has no job. */
export async function endRun(pass: Pass, record: TrainingRecord, code: keyof typeof TEXTS): Promise<void> {
  const { findings, ports } = pass
  const { training_id: trainingId } = record
  const message = TEXTS[code]
  const how = { status: 'failed' as const, code, message }
  // A job that nobody ever made is not named, so that the run may be started again.
  const modelId =
    code === 'runner-lost' && record.backend === 'sagemaker' ? await modelOfRun(ports.store, trainingId) : ''
  const last = (current: TrainingRecord) =>
    modelId === '' ? current : withBill(withoutJob(current, modelId), 0)
  const taken = await takeRun(pass, record, current => endedRecord(last(current), ports.clock, how))
  if (!taken) return
  findings.ended.push({ trainingId, status: 'failed', reasonCode: code, message })
  ports.line(`${trainingId}: ${message} Its run has ended as failed (${code}).`)
}
