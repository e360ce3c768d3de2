import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { nextAttempt } from '../../../../shared/src/domain/sagemaker/next-attempt.js'
import { ServiceError, SuiteError } from '../../../../shared/src/errors.js'
import { acquireJobSlot, DEFAULT_CONCURRENT_JOBS } from '../../../../shared/src/training/cloud/job-slot.js'
import { refusedByBudget } from './budget.js'
import { halted, stopNow, stopOwnJob } from './end-now.js'
import { failedEnding, stoppingEnding, type Ending } from './ending.js'
import { pauseBefore, type RunContext } from './run-context.js'
import type { CloudPlan } from './plan-run.js'
import type { Refusal } from './refusal.js'
import { uploadInputs } from './upload-inputs.js'

/** What is left of the runner's patience after a cancellation is for stopping the job and for the record. */
const LAST_ANSWER_MS = 2500

/** Asks for jobs of one run; what they read is uploaded once. */
export class JobRequests {
  private readonly context: RunContext
  private readonly plan: CloudPlan
  private dataFolder: string | undefined

  constructor(context: RunContext, plan: CloudPlan) {
    this.context = context
    this.plan = plan
  }

  /** Asks for the job of the present attempt; an ending when there is none to follow. */
  async ask(): Promise<Ending | undefined> {
    return (await this.prepare()) ?? (await this.create(await this.upload()))
  }

  /** Budget and place. */
  private async prepare(): Promise<Ending | undefined> {
    const { work, job, switches } = this.context
    if (switches.isHalted()) return halted(this.context)
    const refusal =
      (await refusedByBudget(this.plan, work.ports, job.record())) ?? (await this.refusedBySlots())
    return refusal === undefined ? undefined : failedEnding(job.recordWithout(), work.ports.clock, refusal)
  }

  private async refusedBySlots(): Promise<Refusal | undefined> {
    const { request, policy, settings } = this.plan
    const { store, clock } = this.context.work.ports
    const limit = policy.limits?.max_concurrent_jobs ?? DEFAULT_CONCURRENT_JOBS
    const longestSeconds = settings.maxWaitSeconds ?? settings.maxRuntimeSeconds
    const slot = { trainingId: request.training_id, limit, longestSeconds, clock }
    if ((await acquireJobSlot(store, slot)) !== undefined) return undefined
    return {
      code: 'too-many-jobs',
      message: `All ${limit} places for training jobs side by side are taken (limits.max_concurrent_jobs).`,
      hint: 'Run this job again when one of them has ended.'
    }
  }

  private async upload(): Promise<string> {
    if (this.dataFolder !== undefined) return this.dataFolder
    const { work, run } = this.context
    const { inputs, ports } = work
    const directory = await mkdtemp(join(ports.temporaryDirectory, 'mlops-'))
    try {
      const { dataFolder, datasetSha256 } = await uploadInputs(inputs, ports, { plan: this.plan, directory })
      await run.change({ dataset: { ...run.record.dataset, sha256: datasetSha256 } })
      return (this.dataFolder = dataFolder)
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

  /** Asks again where that may help. The record knows the job before SageMaker does. */
  private async create(dataFolder: string): Promise<Ending | undefined> {
    const { work, job, switches } = this.context
    const spec = this.plan.spec(job.attempts.job, dataFolder)
    for (;;) {
      if (switches.isHalted()) return halted(this.context)
      if (!(await job.announce(spec.TrainingJobName))) return { kind: 'taken' }
      if (switches.isHalted()) return halted(this.context)
      work.ports.line(`Asking SageMaker for the training job ${spec.TrainingJobName}.`)
      job.mayRun = true
      const answer = await this.orHalt(work.remote.create(spec))
      if (answer === 'halted') return stopNow(this.context)
      if (answer === 'created' || answer === 'exists') {
        job.wasMade = true
        return undefined
      }
      const next = nextAttempt({ how: 'not-created', code: answer.code }, job.attempts)
      if (!next.retry) return this.neverCreated(answer)
      // Nothing is there that could be left to itself.
      if (!(await pauseBefore(next, this.context))) return this.neverCreated(answer)
      job.attempts = next.next
    }
  }

  /** The answer, or `halted` when the run was to end first; then the answer has a last moment to come. */
  private async orHalt(
    asking: Promise<'created' | 'exists'>
  ): Promise<'created' | 'exists' | 'halted' | SuiteError> {
    const { work, switches } = this.context
    const answer = asking.catch((error: unknown) => {
      if (error instanceof SuiteError) return error
      throw error
    })
    answer.catch(() => undefined)
    const first = await Promise.race([answer, aborted(switches.halted)])
    if (first !== 'halted') return first
    await Promise.race([answer.catch(() => undefined), work.ports.cloud.sleep(LAST_ANSWER_MS)])
    return 'halted'
  }

  /** After some failures nobody knows whether there is a job: then it is stopped, and asked for no more. */
  private async neverCreated(error: SuiteError): Promise<Ending> {
    const { work, run, job } = this.context
    const { clock } = work.ports
    const stopped = error instanceof ServiceError ? await stopOwnJob(this.context, 3) : 'unknown'
    if (stopped !== 'unknown') return stoppingEnding(run.record, clock, error)
    job.mayRun = false
    return failedEnding(job.recordWithout(), clock, error)
  }
}

function aborted(signal: AbortSignal): Promise<'halted'> {
  return new Promise(done => {
    if (signal.aborted) done('halted')
    else signal.addEventListener('abort', () => done('halted'), { once: true })
  })
}
