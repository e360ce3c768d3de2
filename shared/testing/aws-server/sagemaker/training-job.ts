import type {
  CreateTrainingJobRequest,
  SecondaryStatus,
  SecondaryStatusTransition,
  TrainingJobStatus
} from '@aws-sdk/client-sagemaker'
import { JobClock } from './job-clock.js'

export type StopReason = 'Stopped' | 'MaxRuntimeExceeded' | 'MaxWaitTimeExceeded'

/** A training job as the service keeps it. */
export class TrainingJob {
  readonly name: string
  readonly arn: string
  readonly request: CreateTrainingJobRequest
  readonly clock: JobClock
  readonly createdAt: Date
  readonly tags: Map<string, string>
  readonly transitions: SecondaryStatusTransition[] = []
  /** Last value of each metric. */
  readonly metrics = new Map<string, { readonly value: number; readonly at: Date }>()
  status: TrainingJobStatus = 'InProgress'
  failureReason: string | undefined
  trainingStartedAt: Date | undefined
  trainingEndedAt: Date | undefined
  /** Time between an interruption and the next start of the program. */
  interruptedMs = 0
  /** Describes that have yet to miss the job. */
  missesLeft: number
  stopReason: StopReason | undefined
  readonly #stop = new AbortController()
  #interruption = new AbortController()

  constructor(
    request: CreateTrainingJobRequest,
    place: { readonly arn: string; readonly now: () => Date; readonly misses: number }
  ) {
    this.request = request
    this.name = request.TrainingJobName ?? ''
    this.arn = place.arn
    this.clock = new JobClock(place.now)
    this.createdAt = this.clock.now()
    this.missesLeft = place.misses
    this.tags = new Map((request.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]))
    this.enter('Starting', 'Preparing the instances for training')
  }

  get secondaryStatus(): SecondaryStatus {
    return this.transitions.at(-1)?.Status ?? 'Starting'
  }

  get lastModifiedAt(): Date {
    const last = this.transitions.at(-1)
    return last?.EndTime ?? last?.StartTime ?? this.createdAt
  }

  get isOver(): boolean {
    return this.status === 'Completed' || this.status === 'Failed' || this.status === 'Stopped'
  }

  get instanceCount(): number {
    return this.request.ResourceConfig?.InstanceCount ?? 1
  }

  /** Aborted when the job is to end before its program does. */
  get stopSignal(): AbortSignal {
    return this.#stop.signal
  }

  /** Aborted when the spot instances are taken away. */
  get interruptionSignal(): AbortSignal {
    return this.#interruption.signal
  }

  /** The next state, from now on. */
  enter(secondary: SecondaryStatus, message: string, status = this.status): void {
    const now = this.clock.now()
    const previous = this.transitions.at(-1)
    if (previous !== undefined) previous.EndTime ??= now
    this.transitions.push({ Status: secondary, StartTime: now, StatusMessage: message })
    this.status = status
  }

  /** The last state. */
  finish(secondary: SecondaryStatus, message: string, status: TrainingJobStatus): void {
    if (this.trainingStartedAt !== undefined) this.trainingEndedAt = this.clock.now()
    this.enter(secondary, message, status)
    const last = this.transitions.at(-1)
    if (last !== undefined) last.EndTime = last.StartTime
  }

  requestStop(reason: StopReason): void {
    if (this.status !== 'InProgress') return
    this.stopReason = reason
    this.enter('Stopping', 'Stopping the training job', 'Stopping')
    this.#stop.abort()
  }

  interrupt(): void {
    this.#interruption.abort()
  }

  /** The job may be interrupted again. */
  resume(): void {
    this.#interruption = new AbortController()
  }
}
