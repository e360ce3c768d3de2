import { TO_HISTORY } from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import { isOver, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { hasEnded } from '../../../shared/src/domain/sagemaker/remote-job.js'
import { stopJob } from '../../../shared/src/training/cloud/stop-job.js'
import { endedRecord } from '../../../shared/src/training/ended-record.js'
import type { RemoteTraining } from '../../../shared/src/ports/remote-training.js'
import { handOver } from './hand-over.js'
import type { Pass } from './pass.js'
import type { RunAndJob } from './settle-run.js'
import { takeRun } from './take-run.js'
import { writeBill } from './write-bill.js'

const STOP_TRIES = 3
const LOOKS = 12
const LOOK_PAUSE_MS = 5000

const TEXTS = {
  orphaned: 'Nobody followed the training job any more; it was stopped.',
  'stop-requested': 'Another job asked to stop the training.'
} as const

/** Ends a run, and then stops its job: from then on whoever looks finds a job that nobody wants. */
export async function stopRun(
  pass: Pass,
  { record, job, remote, code }: RunAndJob & { readonly code: keyof typeof TEXTS }
): Promise<void> {
  const { ports, findings } = pass
  const { training_id: trainingId, status } = record
  const wasOver = isOver(record)
  if (!wasOver) {
    const how = { status: 'stopped' as const, code, message: TEXTS[code] }
    const { isNow: handedOver, mark } = handOver(pass, TO_HISTORY)
    const taken = await takeRun(pass, record, current => mark(endedRecord(current, ports.clock, how)))
    if (!taken) return
    const ended = { trainingId, status: 'stopped' as const, reasonCode: code, message: TEXTS[code] }
    findings.ended.push({ ...ended, handedOver })
  }
  const why = wasOver ? `its run is ${status}` : WHY[code]
  await stopOrphan(pass, { name: job.name, trainingId, remote, why })
}

const WHY = { orphaned: 'its run is silent, and nobody follows it', 'stop-requested': 'it was asked to stop' }

/** A job that belongs to no living run. */
export interface Orphan {
  readonly name: string
  readonly trainingId: string
  readonly remote: RemoteTraining
  readonly why: string
}

/** Asks a job to stop. */
export async function stopOrphan(pass: Pass, { name, trainingId, remote, why }: Orphan): Promise<void> {
  const { ports, findings, inputs } = pass
  pass.seenJobs.add(name)
  pass.tell(`Stopping the training job ${name}: ${why}.`)
  if (!inputs.dryRun) {
    const answer = await stopJob(remote, name, { sleep: ports.sleep, tries: STOP_TRIES })
    if (answer instanceof Error) throw answer
    pass.unbilled.push({ name, trainingId })
  }
  findings.stopped.push({ name, trainingId, why })
}

/** Waits a minute for the jobs that were stopped, and writes their bills; those that take longer the next pass bills. */
export async function awaitStops(pass: Pass): Promise<void> {
  let waiting = pass.unbilled
  const remote = waiting.length > 0 ? await pass.remote() : undefined
  if (remote === undefined) return
  for (let look = 0; look < LOOKS && waiting.length > 0; look += 1) {
    if (look > 0) await pass.ports.sleep(LOOK_PAUSE_MS)
    const still: typeof waiting = []
    for (const stopped of waiting) {
      const job = await remote.describe(stopped.name)
      if (job === undefined || !hasEnded(job)) still.push(stopped)
      else await writeBill(pass, stopped.trainingId, job)
    }
    waiting = still
  }
}

/** Whether a run's record lets one of its jobs go on. */
export function isWanted(record: TrainingRecord): boolean {
  return !isOver(record) && record.stop_requested_at === undefined
}
