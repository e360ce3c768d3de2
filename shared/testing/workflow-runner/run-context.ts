import type { data } from '@actions/expressions'
import type { Plain } from './expressions/expression-data.js'
import type { WorkflowPlan } from './parsing/plan.js'
import type { ResolvedOptions } from './run-options.js'
import type { RunRecorder } from './run-recorder.js'
import type { ConcurrencyGroup } from './run-result.js'
import type { ActionCatalog } from './steps/action-catalog.js'

/** Directories of one run. */
export interface RunDirectories {
  readonly root: string
  readonly artifacts: string
  readonly caches: string
  readonly toolCache: string
}

/** What all jobs of a run share. */
export interface RunContext {
  readonly options: ResolvedOptions
  readonly plan: WorkflowPlan
  readonly actions: ActionCatalog
  readonly recorder: RunRecorder
  readonly inputs: ReadonlyMap<string, Plain>
  /** The texts of the `github` context that do not depend on the job. */
  readonly github: ReadonlyMap<string, string>
  readonly event: data.ExpressionData
  readonly directories: RunDirectories
  /** The workflow's own concurrency group. */
  readonly concurrency: ConcurrencyGroup | undefined
  /** Aborted when the whole run is cancelled. */
  readonly cancelled: AbortSignal
}
