import type { Clock } from '../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { TrainingService } from '../../../shared/src/ports/training-service.js'
import type { WorkflowRun } from '../../../shared/src/domain/records/training.js'
import type { CloudPorts } from './cloud/cloud-ports.js'
import type { OwnWorkflow } from './cancel-run.js'

/** The outside world of `train`. */
export interface TrainPorts {
  readonly store: ObjectStore
  readonly clock: Clock
  readonly local: TrainingService
  readonly cloud: CloudPorts
  readonly workflow: OwnWorkflow
  /** A fresh name for this job. */
  readonly owner: string
  /** The workflow run that this job belongs to. */
  readonly workflowRun?: WorkflowRun | undefined
  readonly workspace: string
  readonly temporaryDirectory: string
  /** Aborted when the workflow is cancelled. */
  readonly cancelled: AbortSignal
  /** A line for the job log, untrusted. */
  readonly line: (text: string) => void
  /** How often a running training says that it is alive; default `HEARTBEAT_SECONDS`. */
  readonly heartbeatMilliseconds?: number
  /** How often a waiting job looks at the run of another; default 2,000. */
  readonly pollMilliseconds?: number
}
