import type { InferenceRuntime } from '../../../shared/src/ports/inference-runtime.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { TextFiles } from '../../../shared/src/ports/text-files.js'
import type { PublishPorts } from './publish.js'

/** The outside world of `edge-export`. */
export interface EdgePorts extends PublishPorts {
  readonly inference: InferenceRuntime
  readonly files: TextFiles
  readonly issueTracker: IssueTracker | undefined
  readonly temporaryDirectory: string
  /** The name of the event the workflow runs for. */
  readonly event: string | undefined
  /** Milliseconds since some moment, for latencies; default: the process's monotonic clock. */
  readonly stopwatch?: () => number
}
