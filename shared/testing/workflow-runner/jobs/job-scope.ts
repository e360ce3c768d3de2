import type { Plain } from '../expressions/expression-data.js'
import { dictionary } from '../expressions/expression-data.js'
import type { Scope } from '../expressions/scope.js'
import { statusFunctions } from '../expressions/scope.js'
import type { JobPlan } from '../parsing/plan.js'
import type { RunContext } from '../run-context.js'
import type { JobResult } from '../run-result.js'

/** The results of the jobs that are over, by id. */
export type JobResults = ReadonlyMap<string, JobResult>

/** What `if`, `strategy` and `concurrency` of a job can see. */
export function jobScope(run: RunContext, plan: JobPlan, results: JobResults): Scope {
  const needs = plan.needs.map((id): [string, unknown] => [id, needsEntry(results.get(id))])
  return {
    contexts: new Map([
      ['github', dictionary([...run.github, ['event', run.event]])],
      ['vars', dictionary(Object.entries(run.options.variables ?? {}))],
      ['inputs', dictionary(run.inputs)],
      ['needs', dictionary(needs)]
    ]),
    functions: []
  }
}

/** The status functions of a job's `if`, which look at all jobs it depends on, directly or not. */
export function jobStatusFunctions(
  run: RunContext,
  plan: JobPlan,
  results: JobResults
): ReturnType<typeof statusFunctions> {
  const ancestors = ancestorsOf(run, plan)
  const considered = (ids: readonly string[]): (string | undefined)[] =>
    (ids.length === 0 ? ancestors : ids).map(id => results.get(id)?.result)
  return statusFunctions({
    success: ids => !run.cancelled.aborted && considered(ids).every(result => result === 'success'),
    failure: ids => considered(ids).includes('failure'),
    cancelled: () => run.cancelled.aborted
  })
}

/** `strategy` and `matrix` of one leg. */
export function legContexts(leg: {
  readonly matrix: Readonly<Record<string, Plain>> | undefined
  readonly index: number
  readonly total: number
  readonly failFast: boolean
  readonly maxParallel: number
}): [
  ['strategy' | 'matrix', ReturnType<typeof dictionary>],
  ['strategy' | 'matrix', ReturnType<typeof dictionary>]
] {
  const strategy: [string, unknown][] = [
    ['fail-fast', leg.failFast],
    ['job-index', leg.index],
    ['job-total', leg.total],
    ['max-parallel', leg.maxParallel]
  ]
  return [
    ['strategy', dictionary(strategy)],
    ['matrix', dictionary(Object.entries(leg.matrix ?? {}))]
  ]
}

function needsEntry(result: JobResult | undefined): Record<string, unknown> {
  return { result: result?.result ?? '', outputs: result?.outputs ?? {} }
}

function ancestorsOf(run: RunContext, plan: JobPlan): string[] {
  const found = new Set<string>()
  const visit = (ids: readonly string[]): void => {
    for (const id of ids) {
      if (found.has(id)) continue
      found.add(id)
      visit(run.plan.jobs.find(job => job.id === id)?.needs ?? [])
    }
  }
  visit(plan.needs)
  return [...found]
}
