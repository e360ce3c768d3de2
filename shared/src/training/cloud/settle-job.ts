import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { TrainingRecord } from '../../domain/records/training.js'
import type { JobEnd } from '../../domain/sagemaker/job-end.js'
import type { RemoteJob } from '../../domain/sagemaker/remote-job.js'
import { layout } from '../../domain/store/layout.js'
import { SuiteError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { ObjectStore } from '../../ports/object-store.js'
import { completedRecord } from '../completed-record.js'
import { endedRecord } from '../ended-record.js'
import { billedSeconds, withBill } from './job-bill.js'
import { jobArchiveKey } from './job-places.js'

export interface SettlePorts {
  readonly store: ObjectStore
  readonly clock: Clock
  readonly temporaryDirectory: string
}

export interface EndedJob {
  readonly record: TrainingRecord
  readonly job: RemoteJob
  readonly end: JobEnd
  /** What the training reported in its log and to SageMaker. */
  readonly metrics: ReadonlyMap<string, number>
}

/** A final record, and what the user can do about it. */
export interface Settled {
  readonly record: TrainingRecord
  readonly hint: string | undefined
}

/**
 * What a job that has ended means for its run: the archive of a completed one is in its place in the store before the record
 * names it. A completed job whose archive is of no use is a failed training.
 */
export async function settleJob(ports: SettlePorts, ended: EndedJob): Promise<Settled> {
  const { job, end } = ended
  const draft = withBill(
    { ...ended.record, metrics: { ...ended.record.metrics, ...Object.fromEntries(ended.metrics) } },
    billedSeconds(job)
  )
  const conclude = (how: { status: TrainingRecord['status']; code: string; message?: string }) =>
    withDuration(endedRecord(draft, ports.clock, how), job)
  switch (end.how) {
    case 'completed':
      return complete(ports, conclude({ status: 'completed', code: 'trained' })).catch((error: unknown) => {
        if (!(error instanceof SuiteError) || !UNUSABLE.has(error.code)) throw error
        const { code, message, hint } = error
        return { record: conclude({ status: 'failed', code, message }), hint }
      })
    case 'failed':
      return {
        record: conclude({ status: 'failed', code: end.code, message: end.message }),
        hint: end.hint
      }
    case 'stopped':
      return {
        record: conclude({ status: 'stopped', code: end.code, message: end.message }),
        hint: undefined
      }
    case 'interrupted':
      return {
        record: conclude({ status: 'failed', code: 'spot-interrupted', message: end.message }),
        hint: 'Train again later, with checkpoints, or without spot.'
      }
  }
}

/** Failures that another look at the archive cannot mend. */
const UNUSABLE: ReadonlySet<string> = new Set([
  'store-object-missing',
  'model-unreadable',
  'model-too-large',
  'metrics-unreadable'
])

async function complete(ports: SettlePorts, draft: TrainingRecord): Promise<Settled> {
  const { store } = ports
  const directory = await mkdtemp(join(ports.temporaryDirectory, 'mlops-job-'))
  try {
    const archivePath = join(directory, 'model.tar.gz')
    await store.download(jobArchiveKey(draft.training_id, draft.job_name ?? ''), archivePath)
    const key = layout.modelArchive(draft.training_id)
    const { sha256, sizeBytes } = await store.upload(archivePath, key)
    const artifact = { uri: store.uri(key), sha256, size_bytes: sizeBytes }
    const datasetSha256 = draft.dataset.sha256
    return { record: await completedRecord({ draft, artifact, datasetSha256, archivePath }), hint: undefined }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** The training's own time, as SageMaker measured it. */
function withDuration(record: TrainingRecord, { trainingSeconds }: RemoteJob): TrainingRecord {
  return trainingSeconds === undefined ? record : { ...record, duration_seconds: trainingSeconds }
}
