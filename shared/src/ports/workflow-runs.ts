/** What became of the wish to cancel a workflow run. */
export type RunCancellation =
  | 'cancelling'
  /** It has ended, or nobody knows such a run any more. */
  | 'over'
  /** It was started by another event than the caller thought, and was left alone. */
  | 'another-event'

/** An attempt of a workflow run, the latest one. */
export interface RunState {
  /** From 1. */
  readonly attempt: number
  /** Whether it runs no more, and will not. */
  readonly over: boolean
}

/** A workflow of the repository. */
export interface WorkflowEntry {
  readonly id: number
  readonly name: string
  /** Of its file, such as `.github/workflows/train.yml`. */
  readonly path: string
  /** `disabled-inactivity`: GitHub switched its schedule off after 60 quiet days. */
  readonly state: 'active' | 'disabled-inactivity' | 'other'
  /** When it was made or last switched on or off. */
  readonly changedAt: Date
}

/** The workflows of the repository this one runs in; failures are `ServiceError`s that name a missing permission. */
export interface WorkflowReader {
  /** The run as it is now, or undefined where there is none any more. */
  stateOf(runId: string): Promise<RunState | undefined>
  /** The workflows, the first hundred of them. */
  workflows(): Promise<readonly WorkflowEntry[]>
  /** When a workflow last started by its schedule. */
  lastScheduledAt(workflowId: number): Promise<Date | undefined>
}

/** The same, and what can be done to a run. */
export interface WorkflowRuns extends WorkflowReader {
  /** Cancels a run, as the button on its page does, if `event` started it. */
  cancel(runId: string, event: string): Promise<RunCancellation>
}
