import * as z from 'zod/mini'
import { readRecord, updateRecord } from '../../../../shared/src/action/record-store.js'
import { trainingRecord, type TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import { hasEnded, type RemoteJob } from '../../../../shared/src/domain/sagemaker/remote-job.js'
import { layout } from '../../../../shared/src/domain/store/layout.js'
import type { Clock } from '../../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../../shared/src/ports/object-store.js'
import type { RemoteTraining } from '../../../../shared/src/ports/remote-training.js'
import { billedSeconds, withBill } from '../../../../shared/src/training/cloud/job-bill.js'
import { stopJob } from '../../../../shared/src/training/cloud/stop-job.js'
import { endedRecord } from '../../../../shared/src/training/ended-record.js'

const keptJob = z.object({ trainingId: z.string(), jobName: z.string(), owner: z.string() })
type KeptJob = z.infer<typeof keptJob>

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

/** Stops the job that `main` left running, and writes how its run ended and what it was billed. */
export async function stopLeftover(kept: string, ports: LeftoverPorts): Promise<void> {
  const job = keptJob.parse(JSON.parse(kept))
  const found = await readRecord(ports.store, layout.training(job.trainingId), trainingRecord)
  if (found !== undefined && !isOurs(found.value, job)) return
  ports.line(`Stopping the training job ${job.jobName}, which this step left.`)
  const { sleep } = ports
  const stopped = await stopJob(ports.remote, job.jobName, { sleep, tries: STOP_TRIES })
  if (stopped instanceof Error) throw stopped
  await record(job, ports)
  const last = stopped === 'unknown' ? undefined : await untilEnded(job.jobName, ports)
  if (last !== undefined) await record(job, ports, last)
}

/** Another process may have taken the run, or left its job running on purpose. */
function isOurs(record: TrainingRecord, { owner, jobName }: KeptJob): boolean {
  return record.owner === owner && record.job_name === jobName && record.status !== 'submitted'
}

async function untilEnded(name: string, { remote, sleep }: LeftoverPorts): Promise<RemoteJob | undefined> {
  for (let look = 0; look < LOOKS; look += 1) {
    const job = await remote.describe(name)
    if (job !== undefined && hasEnded(job)) return job
    await sleep(LOOK_PAUSE_MS)
  }
  return undefined
}

async function record(kept: KeptJob, { store, clock }: LeftoverPorts, job?: RemoteJob): Promise<void> {
  const how = {
    status: 'stopped' as const,
    code: 'cancelled',
    message: 'The workflow was cancelled; the training was stopped.'
  }
  await updateRecord(store, layout.training(kept.trainingId), {
    schema: trainingRecord,
    change: current => {
      if (current === undefined || !isOurs(current, kept)) return undefined
      const ended = current.status === 'running' ? endedRecord(current, clock, how) : current
      return job === undefined ? ended : withBill(ended, billedSeconds(job))
    }
  })
}
