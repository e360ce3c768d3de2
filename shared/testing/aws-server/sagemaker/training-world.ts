import type { LogGroups } from '../logs/log-events.js'
import type { S3State } from '../s3/s3-state.js'
import type { Roles } from '../sts/roles.js'
import type { Sandbox } from './container/sandbox.js'
import type { SageMakerControls } from './sagemaker-controls.js'
import type { TrainingJob } from './training-job.js'

/** What jobs run in. */
export interface TrainingWorld {
  readonly region: string
  readonly now: () => Date
  readonly s3: S3State
  readonly logs: LogGroups
  readonly roles: Roles
  readonly controls: SageMakerControls
  readonly sandbox: Sandbox
  /** The jobs' files are here. */
  readonly directory: string
  /** Folder with the programs of the images. */
  readonly programs: string
  readonly jobs: Map<string, TrainingJob>
  /** Receives what a job asks for and this server cannot do. */
  readonly violations: string[]
  /** Aborted when the server closes. */
  readonly closed: AbortSignal
}
