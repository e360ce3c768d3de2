import type { LogLine, Outcome, RunAnnotation, StepSummary } from './run-result.js'

/** What an observer is told while a workflow runs; `job` is a job's name, with its matrix values. */
export type RunEvent =
  | { readonly type: 'job-started'; readonly job: string }
  | { readonly type: 'job-finished'; readonly job: string; readonly result: Outcome }
  | { readonly type: 'step-started'; readonly job: string; readonly step: string; readonly name: string }
  | { readonly type: 'step-line'; readonly line: LogLine }
  | {
      readonly type: 'step-finished'
      readonly job: string
      readonly step: string
      readonly outcome: Outcome
      readonly conclusion: Outcome
    }
  | { readonly type: 'annotation'; readonly annotation: RunAnnotation }
  | { readonly type: 'summary'; readonly summary: StepSummary }

export type RunObserver = (event: RunEvent) => void
