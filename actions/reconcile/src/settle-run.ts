import { followJob } from '../../../shared/src/action/remote-training/follow-job.js'
import { TO_GATE, TO_HISTORY } from '../../../shared/src/domain/housekeeping/chain-verdict.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import type { RemoteJob } from '../../../shared/src/domain/sagemaker/remote-job.js'
import type { RemoteTraining } from '../../../shared/src/ports/remote-training.js'
import { settleJob } from '../../../shared/src/training/cloud/settle-job.js'
import type { OwnedRun } from '../../../shared/src/training/run-claim.js'
import { leftAlone, takenOver } from '../../../shared/src/training/taken-over.js'
import { handOver } from './hand-over.js'
import type { Pass } from './pass.js'
import { restartLost } from './restart-run.js'
import { claimSeen } from './take-run.js'

/** A run and its job, as they were seen. */
export interface RunAndJob {
  readonly record: TrainingRecord
  readonly job: RemoteJob
  readonly remote: RemoteTraining
}

const HEARTBEAT_MS = 15_000

/** Brings a run whose job has ended to its end, as the step that asked for the job would have. */
export async function settleRun(pass: Pass, seen: RunAndJob): Promise<void> {
  const { ports, inputs, findings } = pass
  const { record, job } = seen
  if (await restartLost(pass, record, job)) return
  if (inputs.dryRun) return wouldSettle(pass, seen)
  const run = await claimSeen(pass, record, current => takenOver(current, ports, pass.now()))
  if (run === undefined) return
  const endBeat = run.beat(() => undefined, HEARTBEAT_MS)
  try {
    const { final, ...how } = await finalRecord(pass, seen, run)
    await endBeat()
    const stored = await run.finish(final)
    if (stored.owner === final.owner) report(pass, stored, how)
  } catch (error) {
    await endBeat()
    // Left for the next look, at once.
    await run.finish(leftAlone(run.record))
    findings.warn(
      `The run ${record.training_id}: its training job ${job.name} has ended, and could not be settled.`
    )
    throw error
  }
}

async function finalRecord(pass: Pass, { remote, job }: RunAndJob, run: OwnedRun) {
  const { ports } = pass
  const following = await followJob(remote, job.name, {
    clock: ports.clock,
    sleep: milliseconds => ports.sleep(milliseconds),
    signal: new AbortController().signal,
    onStatus: () => undefined,
    onLine: () => undefined,
    stopRequested: () => run.record.stop_requested_at !== undefined
  })
  if (!following.ended) throw new RangeError('a job that has ended cannot be left')
  const { record, hint } = await settleJob(ports, { ...following, record: run.record })
  const { isNow: handedOver, mark } = handOver(pass, record.status === 'completed' ? TO_GATE : TO_HISTORY)
  return { final: mark(record), hint, handedOver }
}

function report(
  pass: Pass,
  record: TrainingRecord,
  { hint, handedOver }: { readonly hint: string | undefined; readonly handedOver: boolean }
): void {
  const {
    training_id: trainingId,
    status,
    reason_code: reasonCode,
    message = '',
    job_name: name = ''
  } = record
  pass.tell(`${trainingId}: its training job ${name} has ended; the run is ${status} (${reasonCode}).`)
  const { findings } = pass
  if (status === 'completed' && handedOver) findings.resumed.push(trainingId)
  if (status !== 'failed' && status !== 'stopped') return
  const text = [message, hint ?? ''].join(' ').trim()
  findings.ended.push({ trainingId, status, reasonCode, message: text, handedOver })
}

function wouldSettle(pass: Pass, { record, job }: RunAndJob): void {
  const { training_id: trainingId } = record
  pass.tell(`${trainingId}: its training job ${job.name} is ${job.state}; its run is settled.`)
  const { findings } = pass
  if (job.state === 'completed') findings.resumed.push(trainingId)
  else {
    const status = job.state === 'stopped' ? 'stopped' : 'failed'
    const message = `The job is ${job.state}.`
    findings.ended.push({ trainingId, status, reasonCode: 'dry-run', message, handedOver: !findings.isFull })
  }
}
