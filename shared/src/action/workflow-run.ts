import type { WorkflowRun } from '../domain/records/training.js'
import type { Runner } from '../ports/runner.js'

/** The attempt of the workflow run that an action is a step of; undefined outside of workflows. */
export function workflowRunOf(runner: Runner): WorkflowRun | undefined {
  const runId = runner.variable('GITHUB_RUN_ID')
  if (runId === undefined || !/^\d{1,15}$/.test(runId)) return undefined
  const attempt = Number(runner.variable('GITHUB_RUN_ATTEMPT') ?? 1)
  return { run_id: runId, attempt: Number.isInteger(attempt) && attempt > 0 ? attempt : 1 }
}
