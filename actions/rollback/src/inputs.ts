import { readCommonInputs, type CommonInputs } from '../../../shared/src/action/common-inputs.js'
import type { InputReader } from '../../../shared/src/action/inputs.js'
import { decisions } from './outcome.js'

/** The inputs of `rollback`. */
export interface RollbackInputs extends CommonInputs {
  readonly modelId: string | undefined
  readonly from: string | undefined
  readonly to: string | undefined
  readonly askedAt: string | undefined
  /** One line. */
  readonly reason: string
  readonly release: string | undefined
}

const MAX_REASON = 500
const TIME = /^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d{1,9})?Z$/

/** Reads the inputs of `rollback`. */
export function readRollbackInputs(reader: InputReader): RollbackInputs {
  const inputs: RollbackInputs = {
    ...readCommonInputs(reader, decisions),
    modelId: reader.modelId('model-id'),
    from: reader.version('from'),
    to: reader.version('to'),
    askedAt: reader.matching('asked-at', TIME, 'a time such as 2025-01-10T09:30:00Z'),
    reason: oneLine(reader.textOr('reason', 'no reason given')),
    release: reader.version('release')
  }
  if (inputs.modelId === undefined && inputs.trainingId === undefined)
    reader.reject('model-id', 'is empty', 'Name the model to roll back.')
  for (const other of ['to', 'from'] as const) {
    if (inputs.release === undefined || inputs[other] === undefined) continue
    reader.reject(other, 'stands beside release', 'Roll back, or release a version: one at a time.')
  }
  return inputs
}

function oneLine(text: string): string {
  const line = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  return Array.from(line).slice(0, MAX_REASON).join('')
}
