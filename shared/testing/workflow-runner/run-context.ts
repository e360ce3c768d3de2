import type { data } from '@actions/expressions'
import type { Plain } from './expressions/expression-data.js'
import type { WorkflowPlan } from './parsing/plan.js'
import type { RunRecorder } from './run-recorder.js'
import type { ConcurrencyGroup } from './run-result.js'
import type { RunSurroundings } from './run-surroundings.js'
import type { ActionCatalog } from './steps/action-catalog.js'

/** What all jobs of a run share. */
export interface RunContext extends RunSurroundings {
  readonly plan: WorkflowPlan
  readonly actions: ActionCatalog
  readonly recorder: RunRecorder
  readonly inputs: ReadonlyMap<string, Plain>
  readonly event: data.ExpressionData
  /** The workflow's own concurrency group. */
  readonly concurrency: ConcurrencyGroup | undefined
  /** Aborted when the whole run is cancelled. */
  readonly cancelled: AbortSignal
}
