import { setTimeout as sleep } from 'node:timers/promises'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { TrainInputs } from './inputs.js'
import { isAbandoned } from '../../../shared/src/training/run-claim.js'
import type { TrainOutcome } from './outcome.js'
import { describeRecord } from './describe-record.js'
import type { TrainPorts } from './ports.js'

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

/** Waits for the owner of a run that was asked to stop. */
export function waitToStop(
  inputs: TrainInputs,
  ports: TrainPorts,
  asked: TrainingRecord
): Promise<TrainingRecord> {
  return waitFor({ ...inputs, waitTimeoutSeconds: inputs.waitTimeoutSeconds ?? 90 }, ports, asked)
}
