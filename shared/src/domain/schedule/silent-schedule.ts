import { SuiteError } from '../../errors.js'
import { nextScheduled } from './next-scheduled.js'
import type { WorkflowSchedule } from './workflow-schedules.js'

/** GitHub starts schedules late when it is busy. */
const LATE_SECONDS = 3600

/** Whether a schedule has missed two starts since it last started, or, where it never did, since it was made. */
export function isSilent({ cron, timezone }: WorkflowSchedule, last: Date, now: Date): boolean {
  try {
    const missed = nextScheduled(cron, timezone, nextScheduled(cron, timezone, last))
    return missed.getTime() + LATE_SECONDS * 1000 < now.getTime()
  } catch (error) {
    // A schedule that cannot be read starts nothing, which GitHub says itself.
    if (error instanceof SuiteError) return false
    throw error
  }
}
