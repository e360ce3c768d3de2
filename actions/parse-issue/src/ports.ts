import type { Clock } from '../../../shared/src/ports/clock.js'
import type { IssueTracker } from '../../../shared/src/ports/issue-tracker.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { TextFiles } from '../../../shared/src/ports/text-files.js'
import type { ParseIssueInputs, WorkflowEnvironment } from './inputs.js'

/** The outside world of `parse-issue`. */
export interface ParseIssuePorts {
  readonly store: ObjectStore
  readonly clock: Clock
  readonly files: TextFiles
  /** Undefined without a token: then nobody's permission can be read. */
  readonly issueTracker: IssueTracker | undefined
  readonly temporaryDirectory: string
}

/** One call of `parse-issue`. */
export interface ParseIssueCall {
  readonly inputs: ParseIssueInputs
  readonly environment: WorkflowEnvironment
  readonly ports: ParseIssuePorts
}
