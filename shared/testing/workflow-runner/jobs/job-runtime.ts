import type { Masks } from '../commands/masks.js'
import type { StepReporter } from '../commands/step-reporter.js'
import type { Scope } from '../expressions/scope.js'
import type { JobPlan } from '../parsing/plan.js'
import type { RunContext } from '../run-context.js'
import type { OidcEndpoint } from '../run-options.js'
import type { StepResult } from '../run-result.js'
import type { JobSurroundings } from './job-surroundings.js'

/** The end of an action that is due when the job's steps are done. */
export interface PostStep {
  readonly name: string
  readonly stepId: string
  run(): Promise<void>
}

/** A job's state as `job.status` shows it. */
export type JobStatus = 'success' | 'failure' | 'cancelled'

/** One job (or one leg of its matrix) while it runs. */
export interface JobRuntime extends JobSurroundings {
  readonly run: RunContext
  readonly plan: JobPlan
  readonly name: string
  readonly masks: Masks
  /** Speaks for the job where no step does. */
  readonly reporter: StepReporter
  /** Contexts fixed for the whole job, and `hashFiles`. */
  readonly scope: Scope
  readonly env: Map<string, string>
  readonly paths: string[]
  readonly steps: Map<string, StepResult>
  readonly posts: PostStep[]
  readonly oidc: OidcEndpoint | undefined
  readonly trackingId: string
  /** Aborted when the job is cancelled or out of time. */
  readonly cancelled: AbortSignal
  /** Aborted when a cancelled job has used up its time for cleaning up. */
  readonly deadline: AbortSignal
  failed: boolean
}

/** The job's status now. */
export function jobStatus(job: JobRuntime): JobStatus {
  if (job.cancelled.aborted) return 'cancelled'
  return job.failed ? 'failure' : 'success'
}

/** Whether debug output was asked for, by the secret or variable ACTIONS_STEP_DEBUG. */
export function isDebug(run: RunContext): boolean {
  const { secrets, variables } = run.options
  return (secrets?.['ACTIONS_STEP_DEBUG'] ?? variables?.['ACTIONS_STEP_DEBUG']) === 'true'
}
