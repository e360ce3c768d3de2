import type { TrainingRecord, WorkflowRun } from '../records/training.js'
import { LONG_SILENCE_SECONDS, type OwnerState } from './run-verdict.js'

/** How often a completed run is handed to a workflow to be carried on. */
export const MOST_RESUMPTIONS = 3

/** Whether a completed run without a decision is to be carried on to its gate; `given-up` after three workflows did not. */
export type ChainVerdict = 'resume' | 'in-progress' | 'given-up'

export interface ChainFacts {
  readonly record: TrainingRecord
  /** Of the workflow run that trained it. */
  readonly trainer: OwnerState
  /** Of the workflow run that was last told to carry it on. */
  readonly carrier: OwnerState
  /** The workflow run that asks. */
  readonly self: WorkflowRun | undefined
  readonly now: Date
}

/** Whether a completed run is carried on now; where GitHub cannot be asked, a workflow counts as over after six hours. */
export function chainVerdict({ record, trainer, carrier, self, now }: ChainFacts): ChainVerdict {
  const { resumed_by: before } = record
  const isOver = (state: OwnerState, since: string) =>
    state === 'over' ||
    (state === 'unknown' && now.getTime() - Date.parse(since) > LONG_SILENCE_SECONDS * 1000)
  if (before === undefined)
    return isOver(trainer, record.finished_at ?? record.heartbeat_at) ? 'resume' : 'in-progress'
  if (before.run_id === self?.run_id && before.attempt === self.attempt) return 'in-progress'
  if (!isOver(carrier, before.at)) return 'in-progress'
  return before.times < MOST_RESUMPTIONS ? 'resume' : 'given-up'
}

/** The completed run as it is handed to the workflow run `self`. */
export function resumedBy(record: TrainingRecord, self: WorkflowRun | undefined, now: Date): TrainingRecord {
  const { run_id: runId, attempt } = self ?? { run_id: '', attempt: 1 }
  const times = (record.resumed_by?.times ?? 0) + 1
  return { ...record, resumed_by: { run_id: runId, attempt, at: now.toISOString(), times } }
}
