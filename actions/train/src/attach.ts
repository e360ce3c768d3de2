import { setTimeout as sleep } from 'node:timers/promises'
import { readRecord, updateRecord } from '../../../shared/src/action/record-store.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { Clock } from '../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { TrainInputs } from './inputs.js'
import type { TrainOutcome } from './outcome.js'
import { isAbandoned } from './run-claim.js'
import { describeRecord } from './describe-record.js'

interface AttachPorts {
  readonly store: ObjectStore
  readonly clock: Clock
  readonly cancelled: AbortSignal
  readonly line: (text: string) => void
  readonly pollMilliseconds?: number
}

const POLL_MILLISECONDS = 2000

/** Reports a run that is trained already, or waits for the job that is training it. */
export async function attach(
  inputs: TrainInputs,
  ports: AttachPorts,
  record: TrainingRecord
): Promise<TrainOutcome> {
  if (record.status !== 'running') return describeRecord(record, ports.clock.now(), { again: true })
  if (!inputs.wait) return describeRecord(record, ports.clock.now())
  ports.line(
    `Another job has been training ${record.training_id} since ${record.started_at}; waiting for it.`
  )
  return describeRecord(await waitFor(inputs, ports, record), ports.clock.now(), { again: true })
}

async function waitFor(
  inputs: TrainInputs,
  ports: AttachPorts,
  seen: TrainingRecord
): Promise<TrainingRecord> {
  const deadline = ports.clock.now().getTime() + (inputs.waitTimeoutSeconds ?? Infinity) * 1000
  let record = seen
  while (record.status === 'running' && !isAbandoned(record, ports.clock.now())) {
    if (ports.cancelled.aborted || ports.clock.now().getTime() >= deadline) break
    const pause = ports.pollMilliseconds ?? POLL_MILLISECONDS
    await sleep(pause, undefined, { signal: ports.cancelled }).catch(() => undefined)
    record =
      (await readRecord(ports.store, layout.training(record.training_id), trainingRecord))?.value ?? record
  }
  return record
}

/** What the store says about the run. */
export async function reportStatus(ports: AttachPorts, trainingId: string): Promise<TrainOutcome> {
  const found = await readRecord(ports.store, layout.training(trainingId), trainingRecord)
  if (found === undefined) return notStarted(trainingId)
  return describeRecord(found.value, ports.clock.now(), { again: true })
}

/** Asks the job that owns the run to stop, and waits until it has. */
export async function requestStop(inputs: TrainInputs, ports: AttachPorts): Promise<TrainOutcome> {
  const { trainingId } = inputs
  const asked = await updateRecord(ports.store, layout.training(trainingId), {
    schema: trainingRecord,
    change: current =>
      current?.status === 'running'
        ? { ...current, stop_requested_at: ports.clock.now().toISOString() }
        : undefined
  })
  if (asked === undefined) return notStarted(trainingId)
  if (asked.status !== 'running') {
    const outcome = describeRecord(asked, ports.clock.now(), { again: true })
    return outcome.decision === 'completed'
      ? outcome
      : { ...outcome, decision: 'stopped', reasonCode: 'nothing-to-stop' }
  }
  ports.line(`Asked the job that trains ${trainingId} to stop.`)
  return describeRecord(
    await waitFor({ ...inputs, waitTimeoutSeconds: inputs.waitTimeoutSeconds ?? 90 }, ports, asked),
    ports.clock.now(),
    { again: true }
  )
}

function notStarted(trainingId: string): TrainOutcome {
  return {
    decision: 'stopped',
    reasonCode: 'nothing-to-stop',
    message: `The training of ${trainingId} has not been started.`,
    hint: undefined,
    record: undefined,
    trainingId,
    warnings: []
  }
}
