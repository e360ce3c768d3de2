import { evaluateCondition } from '../expressions/evaluate.js'
import { record } from '../expressions/expression-data.js'
import type { Scope } from '../expressions/scope.js'
import type { JobPlan } from '../parsing/plan.js'
import type { RunContext } from '../run-context.js'
import type { JobResult, LegResult, Outcome } from '../run-result.js'
import { resolveConcurrency } from './concurrency.js'
import { earlyReporter } from './early-reporter.js'
import type { JobResults } from './job-scope.js'
import { jobScope, jobStatusFunctions } from './job-scope.js'
import type { FinishedLeg } from './run-legs.js'
import { runLegs } from './run-legs.js'

/** Decides on a job's `if`, runs its legs and sums them up; never rejects. */
export async function runJob(run: RunContext, plan: JobPlan, results: JobResults): Promise<JobResult> {
  const scope = jobScope(run, plan, results)
  const shouldRun = (): boolean =>
    evaluateCondition(plan.condition, { ...scope, functions: jobStatusFunctions(run, plan, results) })
  try {
    if (!shouldRun()) return finish(run, plan, withoutLegs(plan, notRun(run, plan)))
    const cancellation = cancelUnlessWanted(run, shouldRun)
    try {
      const legs = await runLegs({ run, plan, scope, cancelled: cancellation.signal })
      return summarize(plan, legs, scope)
    } finally {
      cancellation.dispose()
    }
  } catch (error) {
    earlyReporter(run, plan.id).error(error instanceof Error ? error.message : String(error))
    return finish(run, plan, withoutLegs(plan, 'failure'))
  }
}

/** A running job goes on after the run's cancellation only if its `if` still holds then. */
function cancelUnlessWanted(
  run: RunContext,
  shouldRun: () => boolean
): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController()
  const onCancel = (): void => {
    if (!shouldRun()) controller.abort()
  }
  if (run.cancelled.aborted) onCancel()
  run.cancelled.addEventListener('abort', onCancel)
  return { signal: controller.signal, dispose: () => run.cancelled.removeEventListener('abort', onCancel) }
}

function summarize(plan: JobPlan, legs: readonly FinishedLeg[], scope: Scope): JobResult {
  const [first] = legs
  const outputs = new Map<string, string>()
  for (const leg of [...legs].sort((left, right) => left.finishedAs - right.finishedAs)) {
    for (const [name, value] of Object.entries(leg.result.outputs)) if (value !== '') outputs.set(name, value)
  }
  return {
    result: worst(legs.map(leg => (leg.isForgiven ? 'success' : leg.result.result))),
    outputs: record(outputs),
    steps: first?.result.steps ?? record<LegResult['steps'][string]>([]),
    legs: legs.map(leg => leg.result),
    permissions: plan.permissions,
    concurrency: resolveConcurrency(plan.concurrency, first?.scope ?? scope)
  }
}

/** The result of several: any failure, else any cancellation, else success if there was one. */
export function worst(results: readonly Outcome[]): Outcome {
  for (const result of ['failure', 'cancelled', 'success'] as const)
    if (results.includes(result)) return result
  return 'skipped'
}

/** A cancelled run's jobs that waited only for a machine are cancelled; those that waited for others are skipped. */
function notRun(run: RunContext, plan: JobPlan): Outcome {
  return run.cancelled.aborted && plan.needs.length === 0 ? 'cancelled' : 'skipped'
}

function withoutLegs(plan: JobPlan, result: Outcome): JobResult {
  return {
    result,
    outputs: record<string>([]),
    steps: record<LegResult['steps'][string]>([]),
    legs: [],
    permissions: plan.permissions,
    concurrency: undefined
  }
}

function finish(run: RunContext, plan: JobPlan, result: JobResult): JobResult {
  run.recorder.record({ type: 'job-finished', job: plan.id, result: result.result })
  return result
}
