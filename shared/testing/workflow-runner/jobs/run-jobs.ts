import type { JobPlan } from '../parsing/plan.js'
import type { RunContext } from '../run-context.js'
import type { JobResult } from '../run-result.js'
import { runJob } from './run-job.js'

/** Runs all jobs, each as soon as those it needs are over; the results are in file order. */
export async function runJobs(run: RunContext): Promise<Map<string, JobResult>> {
  const results = new Map<string, JobResult>()
  const started = new Map<string, Promise<void>>()
  const start = (plan: JobPlan): Promise<void> => {
    const running = started.get(plan.id) ?? runWhenReady(plan)
    started.set(plan.id, running)
    return running
  }
  const runWhenReady = async (plan: JobPlan): Promise<void> => {
    await Promise.all(plan.needs.map(id => startById(id)))
    results.set(plan.id, await runJob(run, plan, results))
  }
  const startById = async (id: string): Promise<void> => {
    const plan = run.plan.jobs.find(job => job.id === id)
    if (plan !== undefined) await start(plan)
  }
  await Promise.all(run.plan.jobs.map(start))
  return new Map(run.plan.jobs.flatMap(job => inOrder(job.id, results.get(job.id))))
}

function inOrder(id: string, result: JobResult | undefined): [string, JobResult][] {
  return result === undefined ? [] : [[id, result]]
}
