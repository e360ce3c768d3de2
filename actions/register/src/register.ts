import { changeStage } from './change-stage.js'
import type { RegisterInputs } from './inputs.js'
import type { RegisterOutcome } from './outcome.js'
import type { RegisterPorts } from './ports.js'
import { registerRun } from './register-run.js'
import { nothing } from './unchanged.js'

/** Registers a run, or changes the stage of a version. */
export async function register(inputs: RegisterInputs, ports: RegisterPorts): Promise<RegisterOutcome> {
  if (inputs.registry !== 'store') {
    return {
      ...nothing(inputs.modelId ?? ''),
      decision: 'refused',
      reasonCode: 'registry-unavailable',
      message: `This release cannot register in ${inputs.registry}; use registry: store.`
    }
  }
  return inputs.operation === 'register' ? registerRun(inputs, ports) : changeStage(inputs, ports)
}
