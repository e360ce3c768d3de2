import { readCommonInputs, type CommonInputs } from '../../../shared/src/action/common-inputs.js'
import type { InputReader } from '../../../shared/src/action/inputs.js'
import { MINIMUM_GENERATIONS } from '../../../shared/src/domain/registry/retention.js'
import { decisions } from './outcome.js'

const operations = ['register', 'promote', 'reject'] as const
const bumps = ['auto', 'major', 'minor', 'patch'] as const

/** The inputs of `register`. */
export interface RegisterInputs extends CommonInputs {
  readonly operation: (typeof operations)[number]
  readonly modelId: string | undefined
  readonly version: string | undefined
  readonly bump: (typeof bumps)[number]
  readonly approval: 'automatic' | 'manual'
  readonly promote: boolean
  readonly keep: number
  readonly registry: 'store' | 'sagemaker'
}

/** Reads the inputs of `register`. */
export function readRegisterInputs(reader: InputReader): RegisterInputs {
  const common = readCommonInputs(reader, decisions)
  const inputs: RegisterInputs = {
    ...common,
    operation: reader.choice('operation', operations, 'register'),
    modelId: reader.modelId('model-id'),
    version: reader.version('version'),
    bump: reader.choice('bump', bumps, 'auto'),
    approval: reader.choice('approval', ['automatic', 'manual'], 'automatic'),
    promote: reader.boolean('promote', true),
    keep: reader.number('keep', {
      min: MINIMUM_GENERATIONS,
      max: 1000,
      fallback: MINIMUM_GENERATIONS,
      integer: true
    }),
    registry: reader.choice('registry', ['store', 'sagemaker'], 'store')
  }
  requireIdentifiers(reader, inputs)
  return inputs
}

function requireIdentifiers(reader: InputReader, inputs: RegisterInputs): void {
  if (inputs.operation === 'register') {
    if (inputs.trainingId === undefined)
      reader.reject('training-id', 'is empty', 'Pass the training-id output of parse-issue.')
    return
  }
  if (inputs.modelId === undefined && inputs.trainingId === undefined) {
    reader.reject('model-id', 'is empty', `Name the model whose version to ${inputs.operation}.`)
  }
}
