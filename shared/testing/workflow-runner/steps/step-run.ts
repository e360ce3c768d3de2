import type { StepReporter } from '../commands/step-reporter.js'
import type { Scope } from '../expressions/scope.js'
import type { StepPlan } from '../parsing/plan.js'
import type { Frame } from './frame.js'

/** One step at work. */
export interface StepRun {
  readonly plan: StepPlan
  readonly frame: Frame
  readonly name: string
  readonly reporter: StepReporter
  readonly env: ReadonlyMap<string, string>
  /** The step's own `env`. */
  readonly ownEnv: ReadonlyMap<string, string>
  readonly scope: Scope
  readonly stop: AbortSignal
  /** Runs a step of the composite action that this step uses. */
  readonly runInner: (inner: StepPlan, frame: Frame) => Promise<void>
}

/** What a step's work came to, before timeouts, cancellation and `continue-on-error` are considered. */
export interface WorkResult {
  readonly succeeded: boolean
  readonly outputs: ReadonlyMap<string, string>
}
