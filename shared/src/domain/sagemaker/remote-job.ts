import type { JobIdentity } from './job-identity.js'

/** Where a training job stands. */
export type JobState = 'in-progress' | 'stopping' | 'completed' | 'failed' | 'stopped'

/** What a training job is doing; `unknown` is what this release has no word for. */
export type JobPhase =
  | 'starting'
  | 'pending'
  | 'downloading'
  | 'training'
  | 'interrupted'
  | 'restarting'
  | 'updating'
  | 'uploading'
  | 'stopping'
  | 'stopped'
  | 'completed'
  | 'failed'
  | 'max-runtime-exceeded'
  | 'max-wait-exceeded'
  | 'unknown'

export interface JobTransition {
  readonly phase: JobPhase
  readonly startedAt: Date
  /** What the service says about it, for people; never to be decided by. */
  readonly message: string
}

export interface JobMetric {
  readonly name: string
  readonly value: number
}

/** A training job as the service describes it. */
export interface RemoteJob {
  readonly name: string
  readonly arn: string
  readonly identity: JobIdentity
  readonly state: JobState
  readonly phase: JobPhase
  readonly transitions: readonly JobTransition[]
  readonly failureReason: string | undefined
  readonly spot: boolean
  readonly createdAt: Date
  readonly startedAt: Date | undefined
  readonly endedAt: Date | undefined
  readonly trainingSeconds: number | undefined
  readonly billableSeconds: number | undefined
  readonly metrics: readonly JobMetric[]
  /** The folder it was told to leave its archives in: tells whose store it works for. */
  readonly outputUri?: string | undefined
  /** Where the archive is if the job has left one: an address, no proof. */
  readonly modelArtifactUri: string | undefined
}

/** Whether a job runs no more. */
export function hasEnded(job: RemoteJob): boolean {
  return job.state === 'completed' || job.state === 'failed' || job.state === 'stopped'
}
