import type { TrainingRecord, WorkflowRun } from '../records/training.js'
import { LONG_SILENCE_SECONDS, type OwnerState } from './run-verdict.js'

/** How often a run is handed to a workflow for one errand. */
const MOST_HAND_OVERS = 3

/**
 * What a workflow is told to do for a run: `gate` for one that completed, `history` for one that ended without a model, or the
 * name of the training job that is to be asked for in place of a lost one.
 */
export type Errand = string
export const TO_GATE = 'gate'
export const TO_HISTORY = 'history'

/** Whether a run is handed over for an errand; `given-up` after three workflows did not do it. */
export type ChainVerdict = 'resume' | 'in-progress' | 'given-up'

export interface ChainFacts {
  readonly record: TrainingRecord
  readonly errand: Errand
  /** Of the workflow run that was last told to do the errand, else of the one that trained the run. */
  readonly owner: OwnerState
  /** The workflow run that asks. */
  readonly self: WorkflowRun | undefined
  readonly now: Date
}

type HandOver = NonNullable<TrainingRecord['resumed_by']>

/** The last time a run was handed over for an errand. */
export function handOverOf({ resumed_by: last }: TrainingRecord, errand: Errand): HandOver | undefined {
  return (last?.errand ?? TO_GATE) === errand ? last : undefined
}

/** Whether a run is handed over now; where GitHub cannot be asked, a workflow counts as over after six hours. */
export function chainVerdict({ record, errand, owner, self, now }: ChainFacts): ChainVerdict {
  const before = handOverOf(record, errand)
  if (before?.times === 0) return 'resume'
  const since = before?.at ?? record.finished_at ?? record.heartbeat_at
  const isLongAgo = now.getTime() - Date.parse(since) > LONG_SILENCE_SECONDS * 1000
  const isOver = owner === 'over' || (owner === 'unknown' && isLongAgo)
  const isSelf = before !== undefined && before.run_id === self?.run_id && before.attempt === self.attempt
  if (isSelf || !isOver) return 'in-progress'
  return (before?.times ?? 0) < MOST_HAND_OVERS ? 'resume' : 'given-up'
}

/** The run as it is handed to the workflow run `self` for an errand. */
export function resumedBy(
  record: TrainingRecord,
  errand: Errand,
  { self, now }: Pick<ChainFacts, 'self' | 'now'>
): TrainingRecord {
  const { run_id: runId, attempt } = self ?? { run_id: '', attempt: 1 }
  const times = (handOverOf(record, errand)?.times ?? 0) + 1
  return { ...record, resumed_by: { run_id: runId, attempt, at: now.toISOString(), times, errand } }
}

/** The run as the next pass is to hand it over for an errand. */
export function resumedLater(record: TrainingRecord, errand: Errand, now: Date): TrainingRecord {
  return { ...record, resumed_by: { run_id: '', attempt: 1, at: now.toISOString(), times: 0, errand } }
}

/** Whether a run ended without a model, `reconcile` had to do with it, and the history does not have it yet. */
export function awaitsHistory(record: TrainingRecord): boolean {
  const { status, resumed_by: last, recorded_at: recordedAt } = record
  return (status === 'failed' || status === 'stopped') && last !== undefined && recordedAt === undefined
}
