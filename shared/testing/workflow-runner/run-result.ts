import type { Annotation } from '../../src/ports/runner.js'
import type { Permissions } from './jobs/permissions.js'

/** How a step, a job or a run ended. */
export type Outcome = 'success' | 'failure' | 'cancelled' | 'skipped'

/** A step as `steps.<id>` shows it: `outcome` before and `conclusion` after `continue-on-error`. */
export interface StepResult {
  readonly outcome: Outcome
  readonly conclusion: Outcome
  readonly outputs: Readonly<Record<string, string>>
}

/** One run of a job's steps: the job itself, or one combination of its matrix. */
export interface LegResult {
  readonly name: string
  readonly matrix: Readonly<Record<string, unknown>> | undefined
  readonly result: Outcome
  readonly outputs: Readonly<Record<string, string>>
  readonly steps: Readonly<Record<string, StepResult>>
  /** The job's workspace, there to look at while the run's directory is kept. */
  readonly workspace: string
}

/** A concurrency group as it was evaluated. */
export interface ConcurrencyGroup {
  readonly group: string
  readonly cancelInProgress: boolean
  readonly queue: 'single' | 'max'
}

/** A job as `needs.<id>` shows it. `steps` are those of its only (or first) leg. */
export interface JobResult {
  readonly result: Outcome
  readonly outputs: Readonly<Record<string, string>>
  readonly steps: Readonly<Record<string, StepResult>>
  readonly legs: readonly LegResult[]
  readonly permissions: Permissions
  readonly concurrency: ConcurrencyGroup | undefined
}

/** An annotation with the job and step it came from. */
export interface RunAnnotation extends Annotation {
  readonly job: string
  readonly step: string | undefined
  readonly endLine?: number
  readonly endColumn?: number
}

/** What a step wrote to GITHUB_STEP_SUMMARY, masked. */
export interface StepSummary {
  readonly job: string
  readonly step: string
  readonly markdown: string
}

/** A line of the log, masked. */
export interface LogLine {
  readonly job: string
  readonly step: string | undefined
  readonly text: string
}

/** What came of a run; `jobs` has no prototype. */
export interface CompletedRun {
  readonly triggered: true
  readonly conclusion: Outcome
  readonly runName: string
  readonly jobs: Readonly<Record<string, JobResult>>
  readonly concurrency: ConcurrencyGroup | undefined
  readonly annotations: readonly RunAnnotation[]
  readonly summaries: readonly StepSummary[]
  readonly log: readonly LogLine[]
}

/** A run that did not begin, because the event is none the workflow listens to. */
export interface UntriggeredRun {
  readonly triggered: false
  readonly reason: string
}

export type WorkflowRunResult = CompletedRun | UntriggeredRun
