import type { RunState, WorkflowEntry, WorkflowReader } from '../../src/ports/workflow-runs.js'

/** Workflows that are and were as a test says. */
export class InMemoryWorkflowRuns implements WorkflowReader {
  readonly runs = new Map<string, RunState>()
  readonly entries: WorkflowEntry[] = []
  readonly lastScheduled = new Map<number, Date>()
  /** Set: every call fails with it. */
  failure: Error | undefined

  async stateOf(runId: string): Promise<RunState | undefined> {
    this.answer()
    return this.runs.get(runId)
  }

  async workflows(): Promise<readonly WorkflowEntry[]> {
    this.answer()
    return this.entries
  }

  async lastScheduledAt(workflowId: number): Promise<Date | undefined> {
    this.answer()
    return this.lastScheduled.get(workflowId)
  }

  private answer(): void {
    if (this.failure !== undefined) throw this.failure
  }
}
