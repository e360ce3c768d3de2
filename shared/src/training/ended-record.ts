import type { TrainingRecord } from '../domain/records/training.js'
import type { Clock } from '../ports/clock.js'

/** The record of a run that ended at this moment. */
export function endedRecord(
  draft: TrainingRecord,
  clock: Clock,
  how: { status: TrainingRecord['status']; code: string; message?: string }
): TrainingRecord {
  const now = clock.now()
  const finishedAt = now.toISOString()
  return {
    ...draft,
    status: how.status,
    reason_code: how.code,
    ...(how.message !== undefined && { message: how.message }),
    heartbeat_at: finishedAt,
    finished_at: finishedAt,
    duration_seconds: Math.round((now.getTime() - Date.parse(draft.started_at)) / 10) / 100
  }
}
