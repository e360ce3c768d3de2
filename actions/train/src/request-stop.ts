import { updateRecord } from '../../../shared/src/action/record-store.js'
import { isOver, trainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { waitToStop } from './attach.js'
import { cancelWorkflowOf, WAITING_HINT } from './cancel-run.js'
import type { TrainInputs } from './inputs.js'
import type { TrainOutcome } from './outcome.js'
import { describeRecord } from './describe-record.js'
import type { TrainPorts } from './ports.js'

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
