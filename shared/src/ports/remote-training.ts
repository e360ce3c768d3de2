import type { RemoteJob } from '../domain/sagemaker/remote-job.js'
import type { TrainingJobSpec } from '../domain/sagemaker/training-job-spec.js'

/** `exists`: a job of this name and this run was there already. */
export type CreateResult = 'created' | 'exists'

export type StopResult = 'stopping' | 'already-ended' | 'unknown'

/** Where reading a job's log goes on, by stream; it may be stored as JSON. */
export interface LogCursor {
  readonly streams: Readonly<Record<string, string>>
}

export interface LogEvent {
  /** The part of the stream's name that tells instances apart, such as `algo-1`. */
  readonly stream: string
  readonly at: Date
  /** Untrusted. */
  readonly message: string
}

export interface LogPage {
  /** In the order of time; of equal times, in the order of their stream. */
  readonly events: readonly LogEvent[]
  readonly cursor: LogCursor
  /** Whether there may be more at once. */
  readonly more: boolean
}

/** A job that runs and carries the suite's tags. */
export interface TaggedJob {
  readonly name: string
  readonly createdAt: Date
  readonly tags: ReadonlyMap<string, string>
}

/**
 * Trains models on machines of a cloud. What it cannot do it says in `UserError` and `ServiceError`; a call that a signal broke
 * off is one of them.
 */
export interface RemoteTraining {
  /**
   * Asks for a job; asked again, it is still one job. A name taken by another run is a `UserError`
   * `job-name-taken`; whatever happened on the way, after an error the job may exist.
   */
  create(spec: TrainingJobSpec): Promise<CreateResult>
  /** The job, or undefined where there is none; one just made may not be seen at once. */
  describe(name: string, signal?: AbortSignal): Promise<RemoteJob | undefined>
  /** Asks a job to end; it has not ended yet when this returns. */
  stop(name: string): Promise<StopResult>
  /** What the job's log holds beyond the cursor, a bounded page of it; nothing where there is no log yet. */
  logs(name: string, cursor: LogCursor | undefined, signal?: AbortSignal): Promise<LogPage>
  /** The jobs of a repository that are running, oldest first. */
  list(repository: string): AsyncIterable<TaggedJob>
}
