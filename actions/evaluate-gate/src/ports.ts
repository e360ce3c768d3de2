import type { Clock } from '../../../shared/src/ports/clock.js'
import type { InferenceRuntime } from '../../../shared/src/ports/inference-runtime.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { TextFiles } from '../../../shared/src/ports/text-files.js'

/** The outside world of `evaluate-gate`. */
export interface GatePorts {
  readonly store: ObjectStore
  readonly inference: InferenceRuntime
  readonly files: TextFiles
  readonly issueTracker: IssueTracker | undefined
  readonly clock: Clock
  readonly workspace: string
  readonly temporaryDirectory: string
  /** The name of the event the workflow runs for. */
  readonly event: string | undefined
}
