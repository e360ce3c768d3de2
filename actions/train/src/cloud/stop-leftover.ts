import * as z from 'zod/mini'
import { modelOfRun } from '../../../../shared/src/action/model-of-run.js'
import { readRecord, updateRecord } from '../../../../shared/src/action/record-store.js'
import { trainingRecord, type TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import { hasEnded, type RemoteJob } from '../../../../shared/src/domain/sagemaker/remote-job.js'
import { layout } from '../../../../shared/src/domain/store/layout.js'
import type { Clock } from '../../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../../shared/src/ports/object-store.js'
import type { RemoteTraining } from '../../../../shared/src/ports/remote-training.js'
import { billedSeconds, withBill } from '../../../../shared/src/training/cloud/job-bill.js'
import { releaseJobSlot } from '../../../../shared/src/training/cloud/job-slot.js'
import { stopJob } from '../../../../shared/src/training/cloud/stop-job.js'
import { withoutJob } from '../../../../shared/src/training/cloud/without-job.js'
import { endedRecord } from '../../../../shared/src/training/ended-record.js'

const keptRun = z.object({ trainingId: z.string(), owner: z.string() })
type KeptRun = z.infer<typeof keptRun>

export interface LeftoverPorts {
  readonly store: ObjectStore
  readonly remote: RemoteTraining
  readonly clock: Clock
  readonly line: (text: string) => void
  readonly sleep: (milliseconds: number) => Promise<void>
}

/** A job that was asked for in the last moment may show itself late. */
const STOP_TRIES = 30
const LOOKS = 60
const LOOK_PAUSE_MS = 2500

/** Stops the job of the run that `main` left, and writes how the run ended and what its job was billed. */
export async function stopLeftover(kept: string, ports: LeftoverPorts): Promise<void> {
  const run = keptRun.parse(JSON.parse(kept))
  const found = await readRecord(ports.store, layout.training(run.trainingId), trainingRecord)
  // The record is there before a job is.
  const name = found?.value.job_name
  if (found === undefined || name === undefined || !isOurs(found.value, run)) return
  ports.line(`Stopping the training job ${name}, which this step left.`)
  const { sleep } = ports
  const stopped = await stopJob(ports.remote, name, { sleep, tries: STOP_TRIES })
  if (stopped instanceof Error) throw stopped
  if (stopped === 'unknown') return endWithoutJob(run, ports)
  await end(run, ports, record => record)
  const last = await untilEnded(name, ports)
  if (last === undefined) return
  await end(run, ports, record => withBill(record, billedSeconds(last)))
  await releaseJobSlot(ports.store, run.trainingId)
}

/** A job that nobody ever made is not named, so that the run may be started again. */
async function endWithoutJob(run: KeptRun, ports: LeftoverPorts): Promise<void> {
  const modelId = await modelOfRun(ports.store, run.trainingId)
  await end(run, ports, record => withBill(withoutJob(record, modelId), 0))
  await releaseJobSlot(ports.store, run.trainingId)
}

/** Another process may have taken the run, or left its job running on purpose. */
function isOurs(record: TrainingRecord, { owner }: KeptRun): boolean {
  return record.owner === owner && record.status !== 'submitted'
}

async function untilEnded(name: string, { remote, sleep }: LeftoverPorts): Promise<RemoteJob | undefined> {
  for (let look = 0; look < LOOKS; look += 1) {
    const job = await remote.describe(name)
    if (job !== undefined && hasEnded(job)) return job
    await sleep(LOOK_PAUSE_MS)
  }
  return undefined
}

/** Writes how the run ended unless it is written already, and what is known of its last job. */
async function end(
  kept: KeptRun,
  { store, clock }: LeftoverPorts,
  complete: (record: TrainingRecord) => TrainingRecord
): Promise<void> {
  const how = {
    status: 'stopped' as const,
    code: 'cancelled',
    message: 'The workflow was cancelled; the training was stopped.'
  }
  await updateRecord(store, layout.training(kept.trainingId), {
    schema: trainingRecord,
    change: current => {
      if (current === undefined || !isOurs(current, kept)) return undefined
      return complete(current.status === 'running' ? endedRecord(current, clock, how) : current)
    }
  })
}
