import type { Clock } from '../../../shared/src/ports/clock.js'
import type { HistoryLog } from '../../../shared/src/ports/history-log.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** The outside world of `record-history`. */
export interface HistoryPorts {
  readonly store: ObjectStore
  readonly log: HistoryLog
  /** Undefined without a token. */
  readonly issues: IssueTracker | undefined
  readonly clock: Clock
}
