import type { Scope } from '../expressions/scope.js'
import type { JobPlan } from '../parsing/plan.js'
import type { RunContext } from '../run-context.js'
import type { MatrixValues } from './matrix.js'

/** One leg of a job about to run. */
export interface Leg {
  readonly run: RunContext
  readonly plan: JobPlan
  readonly name: string
  /** Tells directories of legs apart. */
  readonly slug: string
  readonly matrix: MatrixValues | undefined
  /** The job's scope with `strategy` and `matrix`. */
  readonly scope: Scope
  /** `continue-on-error`: the workflow takes a failure of this leg for a success. */
  readonly isForgivable: boolean
  /** Aborted when the leg is to be cancelled: with the run, by a failed sibling, or by its concurrency group. */
  readonly cancelled: AbortSignal
}
