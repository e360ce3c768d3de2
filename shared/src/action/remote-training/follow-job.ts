import { jobEnd, type JobEnd } from '../../domain/sagemaker/job-end.js'
import { hasEnded, type RemoteJob } from '../../domain/sagemaker/remote-job.js'
import { ServiceError } from '../../errors.js'
import type { Clock } from '../../ports/clock.js'
import type { LogCursor, RemoteTraining } from '../../ports/remote-training.js'
import { JobLog } from './job-log.js'
import { pollSeconds } from './poll-pace.js'
import { JobStatus } from './job-status.js'

export interface FollowOptions {
  readonly clock: Clock
  /** Waits, shorter when the signal is given. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Ends the following, not the job. */
  readonly signal: AbortSignal
  /** What the job does, in a line for people. */
  readonly onStatus: (text: string) => void
  /** A line of the job's log, inert but untrusted. */
  readonly onLine: (line: string) => void
  /** Called at every look, also while SageMaker does not answer. */
  readonly onHeartbeat?: (job: RemoteJob | undefined) => Promise<void>
  /** Whether the suite asked the job to stop. */
  readonly stopRequested?: () => boolean
  /** Where an earlier following stopped reading the log. */
  readonly cursor?: LogCursor | undefined
  /** From 0 to 1; default Math.random. */
  readonly random?: () => number
  /** Seconds until the next look; default `pollSeconds`. */
  readonly pace?: typeof pollSeconds
}

export type Following =
  | {
      readonly ended: true
      readonly end: JobEnd
      readonly job: RemoteJob
      /** What the training reported, by the log and by SageMaker. */
      readonly metrics: ReadonlyMap<string, number>
    }
  | { readonly ended: false; readonly job: RemoteJob | undefined; readonly cursor: LogCursor | undefined }

const INVISIBLE_SECONDS = 120
const SILENCE_SECONDS = 1800
const FLUSH_ROUNDS = 3
const FLUSH_PAUSE_MS = 3000

/**
 * Follows a job until it has ended or the signal is given, which breaks off what is unanswered: its states once each, its log live and to its last line. One
 * DescribeTrainingJob a look. Outlives half an hour without an answer; a `ServiceError` `job-missing` when there is no such
 * job two minutes after the first look.
 */
export async function followJob(
  remote: RemoteTraining,
  name: string,
  options: FollowOptions
): Promise<Following> {
  return new Follower(remote, name, options).follow()
}

class Follower {
  private readonly remote: RemoteTraining
  private readonly name: string
  private readonly options: FollowOptions
  private readonly log: JobLog
  private readonly status: JobStatus
  private answeredAt: number
  /** When the job was last there; at first, when the following began. */
  private seenAt: number
  private job: RemoteJob | undefined

  constructor(remote: RemoteTraining, name: string, options: FollowOptions) {
    this.remote = remote
    this.name = name
    this.options = options
    const { onStatus, clock, cursor } = options
    this.status = new JobStatus(onStatus, clock)
    this.seenAt = this.answeredAt = this.now()
    const onLine = (line: string) => {
      this.status.heard()
      options.onLine(line)
    }
    this.log = new JobLog({ remote, name, cursor, onLine, onNote: onStatus })
  }

  async follow(): Promise<Following> {
    const { signal } = this.options
    while (!signal.aborted) {
      const job = await this.look(signal)
      await this.log.read(signal)
      if (job !== undefined && hasEnded(job)) return this.finish(job)
      this.status.tick(job)
      await this.options.onHeartbeat?.(job)
      await this.options.sleep(this.pauseMilliseconds(), signal)
    }
    return { ended: false, job: this.job, cursor: this.log.cursor }
  }

  /** The job as it is now, or as it was last seen; the signal ends the wait for an answer. */
  private async look(signal?: AbortSignal): Promise<RemoteJob | undefined> {
    try {
      const seen = await this.remote.describe(this.name, signal)
      this.answeredAt = this.now()
      if (seen === undefined) this.checkVisible()
      else this.remember(seen)
    } catch (error) {
      if (signal?.aborted !== true) this.outlive(error)
    }
    if (this.job !== undefined) this.status.show(this.job)
    return this.job
  }

  private remember(job: RemoteJob): void {
    this.job = job
    this.seenAt = this.answeredAt
  }

  private checkVisible(): void {
    if (this.now() - this.seenAt < INVISIBLE_SECONDS * 1000) return
    throw new ServiceError('job-missing', `SageMaker has no training job ${this.name}`, {
      hint: 'It was deleted, or it is in another account or region.'
    })
  }

  private outlive(error: unknown): void {
    if (!(error instanceof ServiceError) || !error.retryable) throw error
    if (this.now() - this.answeredAt > SILENCE_SECONDS * 1000) throw error
    this.status.trouble(error)
  }

  /** Logs arrive after the end, and so do the final metrics. */
  private async finish(ended: RemoteJob): Promise<Following> {
    for (let round = 0; round < FLUSH_ROUNDS && !this.options.signal.aborted; round += 1) {
      await this.options.sleep(FLUSH_PAUSE_MS, this.options.signal)
      if ((await this.log.read()) === 0 && round > 0) break
    }
    // The end is known; a failure of this last look cannot take it back.
    const job = (await this.look().catch(() => ended)) ?? ended
    const end = jobEnd(job, {
      stopRequested: this.options.stopRequested?.() ?? false,
      kitFailure: this.log.kitFailure
    })
    const metrics = new Map([
      ...this.log.metrics,
      ...job.metrics.map(({ name, value }) => [name, value] as const)
    ])
    return { ended: true, end, job, metrics }
  }

  private pauseMilliseconds(): number {
    const { random = Math.random, pace = pollSeconds } = this.options
    const since = this.job?.createdAt.getTime() ?? this.seenAt
    return pace(this.job, (this.now() - since) / 1000, random()) * 1000
  }

  private now(): number {
    return this.options.clock.now().getTime()
  }
}
