import { readRecord } from '../../../shared/src/action/record-store.js'
import { trainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { notRunning } from './cancel-run.js'
import type { TrainInputs } from './inputs.js'
import type { TrainOutcome } from './outcome.js'
import { describeRecord } from './describe-record.js'
import type { TrainPorts } from './ports.js'

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
