import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { followJob, type Following } from '../../../../shared/src/action/remote-training/follow-job.js'
import { requireRecord } from '../../../../shared/src/action/record-store.js'
import { billText } from '../../../../shared/src/domain/cost/billed-cost.js'
import { trainingRecord, type TrainingRecord } from '../../../../shared/src/domain/records/training.js'
import {
  firstAttempt,
  nextAttempt,
  type AttemptResult,
  type Attempts
} from '../../../../shared/src/domain/sagemaker/next-attempt.js'
import { computeSettings } from '../../../../shared/src/domain/sagemaker/compute-settings.js'
import { layout } from '../../../../shared/src/domain/store/layout.js'
import { ServiceError, SuiteError } from '../../../../shared/src/errors.js'
import type { RemoteTraining } from '../../../../shared/src/ports/remote-training.js'
import { billedSeconds } from '../../../../shared/src/training/cloud/job-bill.js'
import {
  acquireJobSlot,
  DEFAULT_CONCURRENT_JOBS,
  releaseJobSlot,
  type SlotRequest
} from '../../../../shared/src/training/cloud/job-slot.js'
import { settleJob } from '../../../../shared/src/training/cloud/settle-job.js'
import { stopJob } from '../../../../shared/src/training/cloud/stop-job.js'
import type { OwnedRun } from '../../../../shared/src/training/run-claim.js'
import { describeRecord } from '../describe-record.js'
import type { TrainOutcome } from '../outcome.js'
import { StopSwitch } from '../stop-switch.js'
import { earlierUsd, refusedByBudget } from './budget.js'
import { states } from './cloud-ports.js'
import { failedEnding, haltedEnding, refusalOf, stoppingEnding, withoutJob, type Ending } from './ending.js'
import type { CloudPlan, Planning } from './plan-run.js'
import type { Refusal } from './refusal.js'
import type { CloudWork } from './train-in-cloud.js'
import { uploadInputs } from './upload-inputs.js'

export interface CloudRunWork extends CloudWork {
  readonly remote: RemoteTraining
  /** Undefined when no new job may be asked for. */
  readonly planning: Planning | undefined
}

const HEARTBEAT_MS = 15_000
/** What is left of the runner's patience after a cancellation is for stopping the job and for the record. */
const LAST_ANSWER_MS = 2500
const CANCEL_STOP_MS = 3500

/** A run this process owns, from the check of its budget to the end of its last job. */
export class CloudRun {
  private readonly work: CloudRunWork
  private readonly run: OwnedRun
  /** Ends the run. */
  private readonly halt: StopSwitch
  /** Ends the waiting for it. */
  private readonly leave = new AbortController()
  private attempts: Attempts
  /** Of jobs that ended since the record was last written. */
  private lostSeconds = 0
  private dataFolder: string | undefined
  /** Whether there may be a job that runs. */
  private mayRun = false
  /** Whether the job that the record names is known to have been made. */
  private wasMade = false
  private mayHoldSlot = false

  constructor(work: CloudRunWork, run: OwnedRun) {
    this.work = work
    this.run = run
    this.halt = new StopSwitch(work.ports.cancelled, undefined)
    this.attempts = run.record.attempts ?? firstAttempt
    if (run.record.stop_requested_at !== undefined) this.halt.press('stop-requested')
    if (!work.inputs.wait) this.leave.abort()
  }

  /** Asks for the run's job unless there is one, and follows it to the end of the run or of the waiting. */
  async carryOn(): Promise<TrainOutcome> {
    const { ports, inputs } = this.work
    this.keepForPost()
    const endBeat = this.run.beat(why => this.halt.press(why), ports.heartbeatMilliseconds ?? HEARTBEAT_MS)
    const patience = new StopSwitch(this.leave.signal, inputs.waitTimeoutSeconds)
    patience.signal.addEventListener('abort', () => this.leave.abort())
    try {
      const ending = await this.train().catch((error: unknown) => this.failed(error))
      await endBeat()
      return await this.conclude(ending)
    } finally {
      await endBeat()
      patience.release()
      this.halt.release()
    }
  }

  private async train(): Promise<Ending> {
    let asked = await this.find()
    for (;;) {
      if (!asked) {
        const ending = (await this.prepare()) ?? (await this.create())
        if (ending !== undefined) return ending
      }
      const following = await this.follow()
      if (!following.ended) return this.leaveOrStop()
      const next = nextAttempt(following.end, this.attempts)
      if (!next.retry || this.work.planning?.ok !== true) return this.settle(following)
      this.mayRun = false
      this.lostSeconds += billedSeconds(following.job) ?? 0
      await this.pauseBefore(next)
      this.attempts = next.next
      asked = false
    }
  }

  /** Whether an earlier process has asked for the job already. */
  private async find(): Promise<boolean> {
    const { job_name: name = '', training_id: trainingId } = this.run.record
    const job = await this.work.remote.describe(name)
    const isOurs = job?.identity.trainingId === trainingId
    this.mayRun = this.wasMade = this.mayHoldSlot = isOurs
    if (isOurs) this.work.ports.line(`The training job ${name} was asked for already; following it.`)
    return isOurs
  }

  /** Budget, place and uploads; an ending when the job cannot be asked for. */
  private async prepare(): Promise<Ending | undefined> {
    const { ports, planning } = this.work
    if (this.isHalted()) return this.halted()
    const noJob = () => this.withoutJob()
    if (planning?.ok !== true) return failedEnding(noJob(), ports.clock, planning?.refusal ?? JOB_LOST)
    const refusal = (await this.refusedByBudget()) ?? (await this.refusedBySlots())
    if (refusal !== undefined) return failedEnding(noJob(), ports.clock, refusal)
    if (this.dataFolder === undefined) await this.upload(planning.plan)
    return this.isHalted() ? this.halted() : undefined
  }

  private refusedByBudget(): Promise<Refusal | undefined> {
    return refusedByBudget(this.plan(), this.work.ports, this.withLost())
  }

  private async refusedBySlots(): Promise<Refusal | undefined> {
    const request = this.slot()
    this.mayHoldSlot = (await acquireJobSlot(this.work.ports.store, request)) !== undefined
    if (this.mayHoldSlot) return undefined
    return {
      code: 'too-many-jobs',
      message: `All ${request.limit} places for training jobs side by side are taken (limits.max_concurrent_jobs).`,
      hint: 'Run this job again when one of them has ended.'
    }
  }

  private async upload(plan: CloudPlan): Promise<void> {
    const { inputs, ports } = this.work
    const directory = await mkdtemp(join(ports.temporaryDirectory, 'mlops-'))
    try {
      const { dataFolder, datasetSha256 } = await uploadInputs(inputs, ports, { plan, directory })
      this.dataFolder = dataFolder
      await this.run.change({ dataset: { ...this.run.record.dataset, sha256: datasetSha256 } })
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
  }

  /** Asks for the job of the present attempt, again where that may help. The record and the post step know it before SageMaker does. */
  private async create(): Promise<Ending | undefined> {
    const { ports, remote } = this.work
    const spec = this.plan().spec(this.attempts.job, this.dataFolder ?? '')
    const { TrainingJobName: name } = spec
    for (;;) {
      if (!(await this.nameJob(name))) return { kind: 'taken' }
      if (this.isHalted()) return this.halted()
      ports.line(`Asking SageMaker for the training job ${name}.`)
      this.mayRun = true
      const answer = await this.orHalt(remote.create(spec))
      if (answer === 'halted') return this.stopNow()
      if (answer === 'created' || answer === 'exists') {
        this.wasMade = true
        return undefined
      }
      const next = nextAttempt(notCreated(answer), this.attempts)
      if (!next.retry) return this.neverCreated(name, answer)
      await this.pauseBefore(next)
      this.attempts = next.next
    }
  }

  private async nameJob(name: string): Promise<boolean> {
    const { cost, estimated_cost_usd: estimate } = this.withLost()
    const isOwner = await this.run.change({
      job_name: name,
      attempts: this.attempts,
      ...(cost !== undefined && { cost }),
      ...(estimate !== undefined && { estimated_cost_usd: estimate })
    })
    if (!isOwner) return false
    this.lostSeconds = 0
    if (!this.mayRun) this.wasMade = false
    this.keepForPost()
    return true
  }

  /** The answer, or `halted` when the run was to end first; then the answer has a last moment to come. */
  private async orHalt(
    asking: Promise<'created' | 'exists'>
  ): Promise<'created' | 'exists' | 'halted' | SuiteError> {
    const answer = asking.catch((error: unknown) => {
      if (error instanceof SuiteError) return error
      throw error
    })
    answer.catch(() => undefined)
    const first = await Promise.race([answer, aborted(this.halt.signal)])
    if (first !== 'halted') return first
    await Promise.race([answer.catch(() => undefined), this.work.ports.cloud.sleep(LAST_ANSWER_MS)])
    return 'halted'
  }

  /** After some failures nobody knows whether there is a job: then it is stopped, and asked for no more. */
  private async neverCreated(name: string, error: SuiteError): Promise<Ending> {
    const { ports } = this.work
    const stopped = error instanceof ServiceError ? await this.stop(name, 3) : 'unknown'
    if (stopped === 'unknown') {
      this.mayRun = false
      return failedEnding(this.withoutJob(), ports.clock, error)
    }
    return stoppingEnding(this.run.record, ports.clock, error)
  }

  private async follow(signal?: AbortSignal): Promise<Following> {
    const { remote, ports } = this.work
    this.mayRun = true
    const { pace } = ports.cloud
    return followJob(remote, this.run.record.job_name ?? '', {
      clock: ports.clock,
      sleep: (milliseconds, until) => ports.cloud.sleep(milliseconds, until),
      signal: signal ?? AbortSignal.any([this.halt.signal, this.leave.signal]),
      onStatus: text => ports.line(text),
      onLine: text => ports.line(text),
      stopRequested: () => this.isHalted() || this.run.record.stop_requested_at !== undefined,
      ...(pace !== undefined && { pace })
    })
  }

  private async leaveOrStop(): Promise<Ending> {
    if (!this.isHalted()) return this.lookOnce()
    if (this.halt.reason === 'taken') return { kind: 'taken' }
    if (this.halt.reason === 'cancelled') return this.stopNow()
    await this.stop(this.run.record.job_name ?? '', 5)
    const following = await this.follow(this.work.ports.cancelled)
    return following.ended ? this.settle(following) : this.stopNow()
  }

  /** A job that has ended by now is not left. */
  private async lookOnce(): Promise<Ending> {
    const job = await this.work.remote.describe(this.run.record.job_name ?? '')
    if (job?.endedAt === undefined) return { kind: 'left', failure: undefined }
    const following = await this.follow(this.work.ports.cancelled)
    return following.ended ? this.settle(following) : this.stopNow()
  }

  private isHalted(): boolean {
    return this.halt.signal.aborted
  }

  private async halted(): Promise<Ending> {
    if (this.mayRun) return this.stopNow()
    return haltedEnding(this.withoutJob(), this.work.ports.clock, this.halt.reason)
  }

  /** Within the few seconds that a cancelled step has. */
  private async stopNow(): Promise<Ending> {
    const { ports } = this.work
    if (this.halt.reason === 'taken') return { kind: 'taken' }
    const name = this.run.record.job_name ?? ''
    await Promise.race([this.stop(name, 3), ports.cloud.sleep(CANCEL_STOP_MS)])
    return stoppingEnding(this.run.record, ports.clock, { code: 'cancelled' })
  }

  private stop(name: string, tries: number) {
    const { remote, ports } = this.work
    ports.line(`Asking SageMaker to stop ${name}.`)
    return stopJob(remote, name, { sleep: milliseconds => ports.cloud.sleep(milliseconds), tries })
  }

  private async settle({ job, end, metrics }: Extract<Following, { ended: true }>): Promise<Ending> {
    const { ports } = this.work
    const { record, hint } = await settleJob(ports, { record: this.withLost(), job, end, metrics })
    const { cost } = record
    if (cost !== undefined && job.billableSeconds !== undefined) {
      const billing = {
        usdPerHour: cost.usd_per_hour,
        instanceCount: cost.instance_count,
        billableSeconds: record.billable_seconds ?? 0
      }
      ports.line(
        billText(billing, { worstCaseUsd: cost.worst_case_usd, trainingSeconds: job.trainingSeconds })
      )
    }
    return { kind: 'settled', record, hint }
  }

  private async pauseBefore(next: Extract<ReturnType<typeof nextAttempt>, { retry: true }>): Promise<void> {
    const { ports } = this.work
    ports.line(`${next.why}: trying again in ${next.waitSeconds} s (${next.next.retries} of 3).`)
    await ports.cloud.sleep(next.waitSeconds * 1000, this.halt.signal)
  }

  /** Whatever goes wrong, a job that may run is not forgotten: it is left to be carried on, or stopped. */
  private async failed(error: unknown): Promise<Ending> {
    const { ports } = this.work
    if (this.isHalted()) return this.halted()
    if (!this.mayRun) return failedEnding(this.withoutJob(), ports.clock, error)
    if (error instanceof SuiteError && error.code !== 'job-missing') return { kind: 'left', failure: error }
    await this.stop(this.run.record.job_name ?? '', 3)
    return stoppingEnding(this.run.record, ports.clock, refusalOf(error))
  }

  private async conclude(ending: Ending): Promise<TrainOutcome> {
    const { ports } = this.work
    const now = ports.clock.now()
    switch (ending.kind) {
      case 'settled': {
        const final = await this.run.finish(ending.record)
        // A place that cannot be given back ends by itself.
        if (this.mayHoldSlot) await releaseJobSlot(ports.store, this.slot()).catch(() => undefined)
        ports.cloud.keep(states.settled, 'true')
        return describeRecord(final, now, { hint: ending.hint })
      }
      case 'stopping':
        return describeRecord(await this.run.finish(ending.record), now, { hint: ending.hint })
      case 'left':
        return this.left(ending.failure)
      case 'taken':
        ports.cloud.keep(states.settled, 'true')
        return describeRecord(await this.stored(), now, { again: true })
    }
  }

  private async left(failure: SuiteError | undefined): Promise<TrainOutcome> {
    const { ports } = this.work
    const heartbeat = ports.clock.now().toISOString()
    const record = {
      ...this.run.record,
      status: 'submitted' as const,
      reason_code: 'detached',
      heartbeat_at: heartbeat
    }
    const outcome = describeRecord(await this.run.finish(record), ports.clock.now())
    ports.cloud.keep(states.settled, 'true')
    return failure === undefined ? outcome : { ...outcome, failure }
  }

  private stored(): Promise<TrainingRecord> {
    const key = layout.training(this.run.record.training_id)
    return requireRecord(this.work.ports.store, key, { schema: trainingRecord, hint: 'Train again.' })
  }

  private keepForPost(): void {
    const { training_id: trainingId, job_name: jobName, owner } = this.run.record
    if (jobName !== undefined)
      this.work.ports.cloud.keep(states.job, JSON.stringify({ trainingId, jobName, owner }))
  }

  private slot(): SlotRequest {
    const { ports, request, inputs, planning } = this.work
    const settings =
      planning?.ok === true ? planning.plan.settings : computeSettings(request.request, inputs.instanceType)
    const limit = planning?.ok === true ? planning.plan.policy.limits?.max_concurrent_jobs : undefined
    return {
      trainingId: request.training_id,
      limit: limit ?? DEFAULT_CONCURRENT_JOBS,
      longestSeconds: settings.maxWaitSeconds ?? settings.maxRuntimeSeconds,
      clock: ports.clock
    }
  }

  private plan(): CloudPlan {
    const { planning } = this.work
    if (planning?.ok !== true) throw new RangeError('there is no plan')
    return planning.plan
  }

  private withoutJob(): TrainingRecord {
    const record = this.withLost()
    return this.wasMade ? record : withoutJob(record, this.work.request.model_id)
  }

  /** The record with the bills of jobs that were lost since it was written. */
  private withLost(): TrainingRecord {
    const { record } = this.run
    if (this.lostSeconds === 0 || record.cost === undefined) return record
    const seconds = (record.cost.earlier_billable_seconds ?? 0) + this.lostSeconds
    const lost = { ...record, cost: { ...record.cost, earlier_billable_seconds: seconds } }
    const before = earlierUsd(lost) - earlierUsd(record)
    const worst = lost.cost.worst_case_usd + before
    return { ...lost, estimated_cost_usd: worst, cost: { ...lost.cost, worst_case_usd: worst } }
  }
}

const JOB_LOST: Refusal = {
  code: 'job-missing',
  message: 'The run names a training job that SageMaker does not have.',
  hint: 'Train again with operation start.'
}

function notCreated(error: SuiteError): AttemptResult {
  return { how: 'not-created', code: error.code }
}

function aborted(signal: AbortSignal): Promise<'halted'> {
  return new Promise(done => {
    if (signal.aborted) done('halted')
    else signal.addEventListener('abort', () => done('halted'), { once: true })
  })
}
