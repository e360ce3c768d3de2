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

/** What GitHub knows of the workflows of the repository; reading them takes `actions: read`. */
export interface WorkflowRuns {
  /** The run as it is now, or undefined where there is none any more. */
  stateOf(runId: string): Promise<RunState | undefined>
  /** The workflows, the first hundred of them. */
  workflows(): Promise<readonly WorkflowEntry[]>
  /** When a workflow last started by its schedule. */
  lastScheduledAt(workflowId: number): Promise<Date | undefined>
}
