import type { IssueTracker } from '../ports/issue-tracker.js'
import type { Runner } from '../ports/runner.js'
import type { TextFiles } from '../ports/text-files.js'
import type { Language } from './common-inputs.js'

/** Who carries out a command, and how its result can be told. */
export interface CommandCall {
  /** The action. */
  readonly name: string
  readonly language: Language
  readonly runner: Runner
  readonly files: TextFiles
  /** Undefined without a token. */
  readonly issues: IssueTracker | undefined
}
