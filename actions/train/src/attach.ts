import { setTimeout as sleep } from 'node:timers/promises'
import { readRecord, updateRecord } from '../../../shared/src/action/record-store.js'
import { isOver, trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { cancelWorkflowOf, notRunning, WAITING_HINT } from './cancel-run.js'
import type { TrainInputs } from './inputs.js'
import { isAbandoned } from '../../../shared/src/training/run-claim.js'
import type { TrainOutcome } from './outcome.js'
import type { TrainPorts } from './train.js'
import { describeRecord } from './describe-record.js'

const POLL_MILLISECONDS = 2000

/** Reports a run that is trained already, or waits for the job that is training it. */
export async function attach(
  inputs: TrainInputs,
  ports: TrainPorts,
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
  ports: TrainPorts,
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

/** What the store says about the run; a training job that nobody follows is looked at, and settled when it has ended. */
export async function reportStatus(inputs: TrainInputs, ports: TrainPorts): Promise<TrainOutcome> {
  const { trainingId } = inputs
  const found = await readRecord(ports.store, layout.training(trainingId), trainingRecord)
  if (found === undefined) return notRunning(trainingId)
  if (found.value.backend === 'sagemaker') {
    const { cloudStatus } = await import('./cloud/cloud-operations.js')
    return cloudStatus({ inputs, ports }, found.value)
  }
  return describeRecord(found.value, ports.clock.now(), { again: true })
}

/** Asks the job that owns the run to stop, and waits until it has; where none is known, its workflow run is cancelled. */
export async function requestStop(inputs: TrainInputs, ports: TrainPorts): Promise<TrainOutcome> {
  const { trainingId } = inputs
  const asked = await updateRecord(ports.store, layout.training(trainingId), {
    schema: trainingRecord,
    change: current =>
      current === undefined || isOver(current)
        ? undefined
        : { ...current, stop_requested_at: ports.clock.now().toISOString() }
  })
  if (asked === undefined) return cancelWorkflowOf(trainingId, ports)
  if (isOver(asked)) {
    const outcome = describeRecord(asked, ports.clock.now(), { again: true })
    return outcome.decision === 'completed'
      ? { ...outcome, hint: WAITING_HINT }
      : { ...outcome, decision: 'stopped', reasonCode: 'nothing-to-stop', hint: WAITING_HINT }
  }
  if (asked.backend === 'sagemaker') {
    const { stopInCloud } = await import('./cloud/cloud-operations.js')
    return stopInCloud({ inputs, ports }, asked)
  }
  ports.line(`Asked the job that trains ${trainingId} to stop.`)
  return describeRecord(await waitToStop(inputs, ports, asked), ports.clock.now(), { again: true })
}

/** Waits for the owner of a run that was asked to stop. */
export function waitToStop(
  inputs: TrainInputs,
  ports: TrainPorts,
  asked: TrainingRecord
): Promise<TrainingRecord> {
  return waitFor({ ...inputs, waitTimeoutSeconds: inputs.waitTimeoutSeconds ?? 90 }, ports, asked)
}
