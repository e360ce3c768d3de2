import { StepReporter } from '../commands/step-reporter.js'
import type { Outcome } from '../run-result.js'
import { jobStatus } from '../jobs/job-runtime.js'
import { conditionHolds, frameEnv, frameScope } from './frame.js'
import type { StepRun } from './step-run.js'
import { stepStop } from './step-stop.js'

/** Registers what a step has to do when the job's steps are done; the condition's status functions mean the job's status. */
export function registerPost(
  step: StepRun,
  condition: string,
  work: (again: StepRun) => Promise<boolean>
): void {
  const { job } = step.frame
  job.posts.push({
    name: `Post ${step.name}`,
    stepId: `${step.plan.id}-post`,
    run: () => runPost(step, condition, work)
  })
}

async function runPost(
  step: StepRun,
  condition: string,
  work: (again: StepRun) => Promise<boolean>
): Promise<void> {
  const { job } = step.frame
  const id = `${step.plan.id}-post`
  const env = frameEnv(step.frame, step.ownEnv)
  const again = { ...step, env, scope: frameScope(step.frame, env), reporter: postReporter(step, id) }
  const holds = (): boolean => conditionHolds(condition, again.scope, () => jobStatus(job))
  const stop = stepStop(job, 0, holds)
  let outcome: Outcome = 'skipped'
  try {
    if (!holds()) return
    job.run.recorder.record({ type: 'step-started', job: job.name, step: id, name: `Post ${step.name}` })
    outcome = (await work({ ...again, stop: stop.signal })) ? 'success' : 'failure'
  } catch (error) {
    again.reporter.error(error instanceof Error ? error.message : String(error))
    outcome = 'failure'
  } finally {
    stop.dispose()
    if (outcome === 'failure') job.failed = true
    job.run.recorder.record({ type: 'step-finished', job: job.name, step: id, outcome, conclusion: outcome })
  }
}

function postReporter(step: StepRun, id: string): StepReporter {
  const { job } = step.frame
  return new StepReporter({ recorder: job.run.recorder, masks: job.masks, job: job.name, step: id })
}
