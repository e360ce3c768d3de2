import { setTimeout as sleep } from 'node:timers/promises'
import { identityOf, isSameRun } from '../../../domain/sagemaker/job-identity.js'
import type { RemoteJob } from '../../../domain/sagemaker/remote-job.js'
import type { TrainingJobSpec } from '../../../domain/sagemaker/training-job-spec.js'
import { ServiceError, UserError, type SuiteError } from '../../../errors.js'
import type { CreateResult } from '../../../ports/remote-training.js'

export interface CreateCalls {
  /** Sends CreateTrainingJob; its errors are the SDK's. */
  send(spec: TrainingJobSpec): Promise<unknown>
  describe(name: string): Promise<RemoteJob | undefined>
  isNameTaken(error: unknown): boolean
  translate(error: unknown): SuiteError
}

// A job that was just made may not be seen yet.
const LOOKS = 5
const LOOK_PAUSE_MS = 1000

/**
 * Asks for a job. CreateTrainingJob takes no token that would make it safe to repeat, so the name does: when it is taken,
 * or when the answer was lost, the job of that name is looked at, and it is ours if it says so itself.
 */
export async function createOnce(spec: TrainingJobSpec, calls: CreateCalls): Promise<CreateResult> {
  try {
    await calls.send(spec)
    return 'created'
  } catch (error) {
    const failure = calls.translate(error)
    if (calls.isNameTaken(error)) return claim(spec, await lookFor(spec.TrainingJobName, calls))
    const lost = failure instanceof ServiceError && LOST_ANSWERS.has(failure.code)
    if (!lost) throw failure
    // What cannot be seen now either is the first error's business.
    const job = await lookFor(spec.TrainingJobName, calls).catch(() => undefined)
    if (job === undefined) throw failure
    return claim(spec, job)
  }
}

/** Failures behind which an earlier try of the same call may have made the job. */
const LOST_ANSWERS: ReadonlySet<string> = new Set([
  'sagemaker-throttled',
  'sagemaker-unreachable',
  'sagemaker-unavailable',
  'sagemaker-failed'
])

async function lookFor(name: string, calls: CreateCalls): Promise<RemoteJob | undefined> {
  for (let look = 1; ; look += 1) {
    const job = await calls.describe(name)
    if (job !== undefined || look === LOOKS) return job
    await sleep(LOOK_PAUSE_MS)
  }
}

function claim(spec: TrainingJobSpec, job: RemoteJob | undefined): CreateResult {
  const name = spec.TrainingJobName
  if (job === undefined) {
    throw new ServiceError('job-not-visible', `SageMaker has a job ${name} but does not show it`, {
      hint: 'Run this job again in a minute.',
      retryable: true
    })
  }
  // A copy of a store holds the same runs, and must not take the job of the other one for its own.
  const isSamePlace = job.outputUri === spec.OutputDataConfig.S3OutputPath
  if (isSamePlace && isSameRun(identityOf(spec.Environment), job.identity)) return 'exists'
  throw new UserError('job-name-taken', `the training job ${name} exists and belongs to something else`, {
    hint: 'Start the training again with /mlops retrain: a new run has a new name.'
  })
}
