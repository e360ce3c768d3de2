import { resolveBoolean, resolveText } from '../expressions/resolve.js'
import type { Scope } from '../expressions/scope.js'
import { withContexts } from '../expressions/scope.js'
import type { JobPlan } from '../parsing/plan.js'
import { anySignal } from '../process/any-signal.js'
import type { RunContext } from '../run-context.js'
import type { LegResult } from '../run-result.js'
import { legContexts } from './job-scope.js'
import type { Leg } from './leg.js'
import type { Strategy } from './matrix.js'
import { legName, resolveStrategy } from './matrix.js'
import { runLegInTurn } from './run-leg-in-turn.js'

/** A leg that is over; `finishedAs` is its place in the order of finishing. */
export interface FinishedLeg {
  readonly result: LegResult
  readonly scope: Scope
  readonly finishedAs: number
  /** Failed with the job's `continue-on-error`, which the workflow takes for a success. */
  readonly isForgiven: boolean
}

/** A job whose legs are to run. */
export interface JobToRun {
  readonly run: RunContext
  readonly plan: JobPlan
  readonly scope: Scope
  readonly cancelled: AbortSignal
}

/** Runs a job's legs, at most `max-parallel` at a time; with `fail-fast` a failed leg cancels the others. */
export async function runLegs(job: JobToRun): Promise<FinishedLeg[]> {
  const strategy = resolveStrategy(job.plan.strategy, job.scope)
  const siblings = new AbortController()
  const cancelled = anySignal(job.cancelled, siblings.signal)
  const legs = strategy.combinations.map((_, index) => prepareLeg(job, { strategy, index, cancelled }))
  const finished: FinishedLeg[] = []
  let finishCount = 0
  const runNext = async (queue: Iterator<[number, Leg]>): Promise<void> => {
    for (let next = queue.next(); next.done !== true; next = queue.next()) {
      const [index, leg] = next.value
      const result = await runLegInTurn(leg)
      const isForgiven = result.result === 'failure' && leg.isForgivable
      if (result.result === 'failure' && !isForgiven && strategy.failFast) siblings.abort()
      finished[index] = { result, scope: leg.scope, finishedAs: finishCount++, isForgiven }
    }
  }
  const queue = legs.entries()
  await Promise.all(Array.from({ length: strategy.maxParallel }, () => runNext(queue)))
  return finished
}

function prepareLeg(
  job: JobToRun,
  given: { readonly strategy: Strategy; readonly index: number; readonly cancelled: AbortSignal }
): Leg {
  const { strategy, index, cancelled } = given
  const matrix = strategy.combinations[index]
  const total = strategy.combinations.length
  const scope = withContexts(job.scope, legContexts({ ...strategy, matrix, index, total }))
  const name = job.plan.name === undefined ? job.plan.id : resolveText(job.plan.name, scope)
  return {
    run: job.run,
    plan: job.plan,
    name: hasOwnName(job.plan) ? name : legName(name, matrix),
    slug: total === 1 ? job.plan.id : `${job.plan.id}-${index + 1}`,
    matrix,
    scope,
    isForgivable: resolveBoolean(job.plan.continueOnError, scope, false),
    cancelled
  }
}

/** A name that holds an expression tells the legs apart by itself. */
function hasOwnName(plan: JobPlan): boolean {
  return plan.name?.isExpression === true
}
