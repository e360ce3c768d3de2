import type { Clock } from '../../../shared/src/ports/clock.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** The outside world of `drift-check`. */
export interface DriftPorts {
  readonly store: ObjectStore
  readonly issueTracker: IssueTracker | undefined
  readonly clock: Clock
  readonly workspace: string
  /** Opens the bucket of data in S3, as `s3://bucket`. */
  openBucket(location: string): Promise<ObjectStore>
  readonly temporaryDirectory: string
  /** Address of the workflow run. */
  readonly runUrl: string | undefined
}
