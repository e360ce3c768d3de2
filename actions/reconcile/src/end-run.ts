import { modelOfRun } from '../../../shared/src/action/model-of-run.js'
import { TO_HISTORY } from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { withBill } from '../../../shared/src/training/cloud/job-bill.js'
import { withoutJob } from '../../../shared/src/training/cloud/without-job.js'
import { endedRecord } from '../../../shared/src/training/ended-record.js'
import { handOver } from './hand-over.js'
import type { Pass } from './pass.js'
import { takeRun } from './take-run.js'

const TEXTS = {
  'runner-lost': 'The runner died before it left a model.',
  'job-missing': 'SageMaker has no such training job.',
  'not-restarted':
    'Its training job was lost to the service, and three workflows that were told to ask for the next one did not.'
} as const

/** Ends a run that nobody runs and that has no job. */
export async function endRun(pass: Pass, record: TrainingRecord, code: keyof typeof TEXTS): Promise<void> {
  const { findings, ports } = pass
  const { training_id: trainingId } = record
  const message = TEXTS[code]
  const how = { status: 'failed' as const, code, message }
  // A job that nobody ever made is not named, so that the run may be started again.
  const modelId =
    code !== 'job-missing' && record.backend === 'sagemaker' ? await modelOfRun(ports.store, trainingId) : ''
  const last = (current: TrainingRecord) =>
    modelId === '' ? current : withBill(withoutJob(current, modelId), 0)
  const { isNow: handedOver, mark } = handOver(pass, TO_HISTORY)
  const taken = await takeRun(pass, record, current => mark(endedRecord(last(current), ports.clock, how)))
  if (!taken) return
  const ended = { trainingId, status: 'failed' as const, reasonCode: code, message }
  findings.ended.push({ ...ended, handedOver })
  pass.tell(`${trainingId}: ${message} Its run has ended as failed (${code}).`)
}
