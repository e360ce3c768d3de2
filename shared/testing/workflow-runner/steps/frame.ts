import { data } from '@actions/expressions'
import type { StepReporter } from '../commands/step-reporter.js'
import { dictionary } from '../expressions/expression-data.js'
import { evaluateCondition } from '../expressions/evaluate.js'
import type { ContextName, Scope } from '../expressions/scope.js'
import { statusFunctions, withContexts } from '../expressions/scope.js'
import type { JobRuntime, JobStatus } from '../jobs/job-runtime.js'
import { jobStatus } from '../jobs/job-runtime.js'
import type { StepResult } from '../run-result.js'

/** Where a step stands: directly in a job, or in a composite action. */
export interface Frame {
  readonly job: JobRuntime
  /** `steps` of this job or composite action. */
  readonly steps: Map<string, StepResult>
  /** `inputs` of the composite action; the workflow's in a job. */
  readonly inputs: ReadonlyMap<string, unknown>
  /** `env` of the steps that called the composite action. */
  readonly env: ReadonlyMap<string, string>
  /** The composite action's directory. */
  readonly actionPath: string | undefined
  /** The calling step's reporter and stop signal, in a composite action. */
  readonly caller: { readonly reporter: StepReporter; readonly stop: AbortSignal } | undefined
  status(): JobStatus
  /** Notes that a step has failed for good. */
  fail(): void
}

/** The frame of a job's own steps. */
export function jobFrame(job: JobRuntime): Frame {
  return {
    job,
    steps: job.steps,
    inputs: job.run.inputs,
    env: new Map(),
    actionPath: undefined,
    caller: undefined,
    status: () => jobStatus(job),
    fail: () => {
      job.failed = true
    }
  }
}

/** The environment of a step in this frame, its own `env` last. */
export function frameEnv(frame: Frame, own: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...frame.job.env, ...frame.env, ...own])
}

/** What a step in this frame can see. */
export function frameScope(frame: Frame, env: ReadonlyMap<string, string>): Scope {
  const { job, actionPath } = frame
  const contexts: [ContextName, data.ExpressionData][] = [
    ['env', dictionary(env)],
    ['steps', dictionary(frame.steps)],
    ['inputs', dictionary(frame.inputs)],
    ['job', dictionary([['status', jobStatus(job)]])]
  ]
  if (actionPath !== undefined) {
    contexts.push([
      'github',
      dictionary([['action_path', actionPath], ...pairsOf(job.scope.contexts.get('github'))])
    ])
  }
  return withContexts(job.scope, contexts)
}

/** Whether a condition holds in this frame now. */
export function conditionHolds(condition: string, scope: Scope, status: () => JobStatus): boolean {
  const functions = statusFunctions({
    success: () => status() === 'success',
    failure: () => status() === 'failure',
    cancelled: () => status() === 'cancelled'
  })
  return evaluateCondition(condition, { ...scope, functions: [...scope.functions, ...functions] })
}

function pairsOf(value: data.ExpressionData | undefined): [string, data.ExpressionData][] {
  return value instanceof data.Dictionary ? value.pairs().map(pair => [pair.key, pair.value]) : []
}
