import type { WorkflowRun } from '../../../shared/src/domain/records/training.js'
import type { Clock } from '../../../shared/src/ports/clock.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { RemoteTraining } from '../../../shared/src/ports/remote-training.js'
import type { WorkflowReader } from '../../../shared/src/ports/workflow-runs.js'

/** The outside world of `reconcile`. */
export interface ReconcilePorts {
  readonly store: ObjectStore
  /** Whether there was such a store before this step. */
  readonly storeExists: () => boolean
  readonly clock: Clock
  /** SageMaker; undefined where the store is not in S3, since nothing can be trained there then. */
  readonly openCloud: (() => Promise<RemoteTraining>) | undefined
  /** Undefined without a token. */
  readonly workflows: WorkflowReader | undefined
  /** A file of the repository, from the checkout or the default branch. */
  readonly readFile: (path: string) => Promise<string | undefined>
  /** JSON of the event that started the workflow; untrusted. */
  readonly readEvent: () => Promise<string | undefined>
  /** `owner/name`. */
  readonly repository: string | undefined
  /** The workflow run this is a step of. */
  readonly workflowRun: WorkflowRun | undefined
  /** A fresh name for this process. */
  readonly owner: string
  readonly temporaryDirectory: string
  readonly line: (text: string) => void
  readonly sleep: (milliseconds: number) => Promise<void>
}
