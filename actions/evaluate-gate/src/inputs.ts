import { readCommonInputs, type CommonInputs } from '../../../shared/src/action/common-inputs.js'
import type { InputReader } from '../../../shared/src/action/inputs.js'
import { anyOf, VERSION } from '../../../shared/src/domain/text/id-patterns.js'
import { decisions } from './outcome.js'

/** The inputs of `evaluate-gate`. */
export interface GateInputs extends CommonInputs {
  readonly trainingId: string
  readonly gate: string | undefined
  /** Path of a predictions file, inside the workspace. */
  readonly predictions: string | undefined
  readonly champion: string
  readonly confidence: number
  /** Path of test data, inside the workspace. */
  readonly testData: string | undefined
}

/** Reads the inputs of `evaluate-gate`. */
export function readGateInputs(reader: InputReader): GateInputs {
  const common = readCommonInputs(reader, decisions)
  if (common.trainingId === undefined)
    reader.reject('training-id', 'is empty', 'Pass the training-id output of parse-issue.')
  const champion = reader.matching(
    'champion',
    anyOf(/^(production|none)$/, VERSION),
    'production, none or a version such as v1.2.0'
  )
  return {
    ...common,
    trainingId: common.trainingId ?? '',
    gate: reader.text('gate'),
    predictions: reader.text('predictions'),
    champion: champion ?? 'production',
    confidence: reader.number('confidence', { min: 0.5, max: 0.999, fallback: 0.95 }),
    testData: reader.text('test-data')
  }
}
