import { readCommonInputs, type CommonInputs } from '../../../shared/src/action/common-inputs.js'
import type { InputReader } from '../../../shared/src/action/inputs.js'
import { isLongDuration, parseDurationSeconds } from '../../../shared/src/domain/request/duration.js'
import { decisions } from './outcome.js'

const SHORTEST_SECONDS = 60
const LONGEST_SECONDS = 7 * 86_400

/** The inputs of `reconcile`. */
export interface ReconcileInputs extends CommonInputs {
  readonly maxAgeSeconds: number
  readonly dryRun: boolean
}

/** Reads the inputs of `reconcile`. */
export function readReconcileInputs(reader: InputReader): ReconcileInputs {
  const common = readCommonInputs(reader, decisions)
  if (common.roleToAssume !== undefined && !/^s3:/i.test(common.store)) rejectStore(reader, common.store)
  return { ...common, maxAgeSeconds: maxAge(reader), dryRun: reader.boolean('dry-run', false) }
}

/** Housekeeping of a store that nobody trains into would be green for ever, while jobs run for nobody. */
function rejectStore(reader: InputReader, store: string): void {
  reader.reject(
    'store',
    `"${store.slice(0, 80)}" is not in S3, and role-to-assume is given: no training job of yours can be found from here`,
    'Set it to s3://bucket/prefix, in the example workflow by the variable MLOPS_STORE; or leave role-to-assume out.'
  )
}

function maxAge(reader: InputReader): number {
  const text = reader.textOr('max-age', '15m')
  const seconds = isLongDuration(text) ? Infinity : parseDurationSeconds(text)
  if (seconds !== undefined && seconds >= SHORTEST_SECONDS && seconds <= LONGEST_SECONDS) return seconds
  reader.reject(
    'max-age',
    `"${text.slice(0, 80)}" is not a duration from 1m to 168h`,
    'Write one such as 15m.'
  )
  return SHORTEST_SECONDS
}
