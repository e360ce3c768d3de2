import type { TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import { SuiteError } from '../../../../shared/src/errors.js'
import type { Clock } from '../../../../shared/src/ports/clock.js'
import { withBill } from '../../../../shared/src/training/cloud/job-bill.js'
import { endedRecord } from '../../../../shared/src/training/ended-record.js'
import type { StopReason } from '../stop-switch.js'
import type { Refusal } from './refusal.js'

/** How a run leaves this process. */
export type Ending =
  /** Nothing is running any more. */
  | { readonly kind: 'settled'; readonly record: TrainingRecord; readonly hint: string | undefined }
  /** The run is over, and its job was asked to stop: whether it did, the post step sees to. */
  | { readonly kind: 'stopping'; readonly record: TrainingRecord; readonly hint: string | undefined }
  /** The job goes on without this process; `failure` is why, if that was not wanted. */
  | { readonly kind: 'left'; readonly failure: SuiteError | undefined }
  /** Another process follows the job now. */
  | { readonly kind: 'taken' }

const stopTexts: Readonly<Record<Exclude<StopReason, 'taken'>, string>> = {
  cancelled: 'The workflow was cancelled; the training was stopped.',
  'stop-requested': 'Another job asked to stop the training.',
  'wait-timeout': 'The wait-timeout was reached.'
}

/** A run that was halted before it had a job. */
export function haltedEnding(record: TrainingRecord, clock: Clock, reason: StopReason): Ending {
  if (reason === 'taken') return { kind: 'taken' }
  const how = { status: 'stopped' as const, code: reason, message: stopTexts[reason] }
  return { kind: 'settled', record: endedRecord(withBill(record, 0), clock, how), hint: undefined }
}

/** A run whose job was asked to stop because of `code`. */
export function stoppingEnding(
  record: TrainingRecord,
  clock: Clock,
  how: { code: string; message?: string }
): Ending {
  const message = how.message ?? stopTexts.cancelled
  const status = how.code === 'cancelled' ? ('stopped' as const) : ('failed' as const)
  return {
    kind: 'stopping',
    record: endedRecord(record, clock, { status, code: how.code, message }),
    hint: undefined
  }
}

/** A run that failed, or was refused, while it had no job. */
export function failedEnding(record: TrainingRecord, clock: Clock, error: unknown): Ending {
  const { code, message, hint } = refusalOf(error)
  const failed = endedRecord(withBill(record, 0), clock, { status: 'failed', code, message })
  return { kind: 'settled', record: failed, hint }
}

/** What a failure says, whichever kind it is. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof SuiteError || isRefusal(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  return { code: 'internal', message, hint: 'This is a defect of the action: please report it.' }
}

function isRefusal(error: unknown): error is Refusal {
  return typeof error === 'object' && error !== null && !(error instanceof Error) && 'code' in error
}
