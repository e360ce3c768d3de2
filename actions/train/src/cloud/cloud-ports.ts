import type { FollowOptions } from '../../../../shared/src/action/remote-training/follow-job.js'
import type { Policy } from '../../../../shared/src/domain/policy/policy.js'
import type { RemoteTraining } from '../../../../shared/src/ports/remote-training.js'

/** What a training in SageMaker needs beside the ports of every training. */
export interface CloudPorts {
  /** SageMaker in the region of the inputs or the environment; without one a `UserError` `aws-region-missing`. */
  open(): Promise<{ readonly remote: RemoteTraining; readonly region: string }>
  policy(): Promise<Policy>
  readonly kitDirectory: string
  /** Packs a directory into a gzipped tar. */
  pack(directory: string, archivePath: string): Promise<void>
  /** Remembers a state for the post step. */
  keep(name: string, value: string): void
  /** Waits, shorter when the signal is given. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Seconds until the next look at a job; default `pollSeconds`. */
  readonly pace?: FollowOptions['pace']
}

/** States from main to post. */
export const states = {
  /** JSON of a `KeptRun`: the run whose job may be running. */
  run: 'training-run',
  /** Set when nothing is left to be stopped. */
  settled: 'training-settled'
} as const
