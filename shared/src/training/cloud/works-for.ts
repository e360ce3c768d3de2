import type { RemoteJob } from '../../domain/sagemaker/remote-job.js'
import { layout } from '../../domain/store/layout.js'
import type { ObjectStore } from '../../ports/object-store.js'

/**
 * Whether a job is of this run and writes into the run's folder of this store; one that does not is somebody else's, and
 * left alone. A copy of a store names the same runs and jobs.
 */
export function worksFor(job: RemoteJob, trainingId: string, store: ObjectStore): boolean {
  const folder = store.uri(layout.jobFolder(trainingId, 'jobs').slice(0, -1))
  return job.identity.trainingId === trainingId && job.outputUri?.replace(/\/$/, '') === folder
}
