import { record } from '../expressions/expression-data.js'
import { resolveNumber } from '../expressions/resolve.js'
import { killLeftovers } from '../process/kill-leftovers.js'
import type { LegResult } from '../run-result.js'
import { jobFrame } from '../steps/frame.js'
import { runStep } from '../steps/run-step.js'
import { jobClock } from './job-clock.js'
import { jobOutputs } from './job-outputs.js'
import type { JobRuntime } from './job-runtime.js'
import { jobStatus } from './job-runtime.js'
import type { Leg } from './leg.js'
import { prepareJob } from './prepare-job.js'

const DEFAULT_TIMEOUT_MINUTES = 360

/** Runs one leg: its steps, its post steps in reverse order, its outputs. Rejects when its settings cannot be evaluated. */
export async function runLeg(leg: Leg): Promise<LegResult> {
  const { timing } = leg.run.options
  const timeoutMinutes = resolveNumber(leg.plan.timeoutMinutes, leg.scope, DEFAULT_TIMEOUT_MINUTES)
  leg.run.recorder.record({ type: 'job-started', job: leg.name })
  const clock = jobClock({
    cancelled: leg.cancelled,
    timeoutMs: timeoutMinutes * timing.minuteMs,
    cleanupMs: timing.cancelledJobMs
  })
  try {
    const job = await prepareJob(leg, clock)
    await runSteps(job)
    if (clock.timedOut()) {
      job.reporter.error(`The job has exceeded the maximum execution time of ${timeoutMinutes} minutes.`)
    }
    return finishLeg(leg, job)
  } finally {
    clock.dispose()
  }
}

async function runSteps(job: JobRuntime): Promise<void> {
  const frame = jobFrame(job)
  try {
    for (const step of job.plan.steps) await runStep(step, frame)
    for (let post = job.posts.pop(); post !== undefined; post = job.posts.pop()) await post.run()
  } finally {
    await killLeftovers(job.trackingId)
  }
}

function finishLeg(leg: Leg, job: JobRuntime): LegResult {
  // Outputs come first: one that cannot be evaluated fails the job.
  const outputs = jobOutputs(job)
  const result = jobStatus(job)
  leg.run.recorder.record({ type: 'job-finished', job: leg.name, result })
  return {
    name: leg.name,
    matrix: leg.matrix,
    result,
    outputs: record(outputs),
    steps: record(job.steps),
    workspace: job.directories.workspace
  }
}
