import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hold } from './hold.js'
import { JobFailure } from './job-failure.js'
import { runAttempt, type AttemptEnding } from './run-attempt.js'
import type { StopReason, TrainingJob } from './training-job.js'
import type { TrainingWorld } from './training-world.js'

const NO_CAPACITY =
  'CapacityError: Unable to provision requested ML compute capacity. Please retry using a different ML instance type.'

const STOP_MESSAGES: Readonly<Record<StopReason, string>> = {
  Stopped: 'Training job stopped',
  MaxRuntimeExceeded: 'Training job runtime exceeded MaxRuntimeInSeconds provided',
  MaxWaitTimeExceeded: 'Training job exceeded MaxWaitTimeInSeconds provided'
}

/** Leads a job from Starting to its end; it always ends. */
export async function runTrainingJob(job: TrainingJob, world: TrainingWorld): Promise<void> {
  try {
    const ending = await live(job, world)
    if (ending === 'done') job.finish('Completed', 'Training job completed', 'Completed')
    else await finishStopped(job, world)
  } catch (error) {
    if (!(error instanceof JobFailure)) world.violations.push(`defect of the test server: ${String(error)}`)
    job.failureReason =
      error instanceof JobFailure
        ? error.message
        : 'InternalServerError: We encountered an internal error. Please try again.'
    job.finish('Failed', 'Training job failed', 'Failed')
  } finally {
    await rm(join(world.directory, job.name), { recursive: true, force: true, maxRetries: 3 })
  }
}

async function live(job: TrainingJob, world: TrainingWorld): Promise<AttemptEnding> {
  for (let number = 1; ; number++) {
    await startUp(job, world)
    if (job.stopSignal.aborted || world.closed.aborted) return 'stopped'
    const ending = await runAttempt(job, world, number)
    if (ending !== 'interrupted') return ending
    await interrupted(job, world)
  }
}

async function startUp(job: TrainingJob, world: TrainingWorld): Promise<void> {
  const from = job.clock.now().getTime()
  await job.clock.pass(world.controls.startingSeconds, world.controls.timeScale, job.stopSignal)
  await hold('Starting', job, world)
  if (job.trainingStartedAt !== undefined) job.interruptedMs += job.clock.now().getTime() - from
  if (job.stopSignal.aborted || world.controls.capacityErrors <= 0) return
  world.controls.capacityErrors--
  throw new JobFailure(NO_CAPACITY)
}

async function interrupted(job: TrainingJob, world: TrainingWorld): Promise<void> {
  job.enter('Interrupted', 'Training job interrupted because the spot instances were reclaimed')
  await hold('Interrupted', job, world)
  if (job.stopSignal.aborted) return
  job.resume()
  job.enter('Starting', 'Preparing the instances for training')
}

async function finishStopped(job: TrainingJob, world: TrainingWorld): Promise<void> {
  const reason = job.stopReason ?? 'Stopped'
  await hold('Stopping', job, world)
  job.finish(reason, STOP_MESSAGES[reason], 'Stopped')
}
