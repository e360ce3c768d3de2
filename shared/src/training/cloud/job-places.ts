import type { JobPlaces } from '../../domain/sagemaker/build-job-spec.js'
import { layout } from '../../domain/store/layout.js'
import type { ObjectStore } from '../../ports/object-store.js'

/** The folders of a run in S3; `dataFolder` is a key that ends in a slash and holds the training files and nothing else. */
export function jobPlaces(store: ObjectStore, trainingId: string, dataFolder: string): JobPlaces {
  const place = (key: string) => `${store.uri(key.slice(0, -1))}/`
  return {
    train: place(dataFolder),
    code: place(layout.jobFolder(trainingId, 'code')),
    config: place(layout.jobFolder(trainingId, 'config')),
    output: place(layout.jobFolder(trainingId, 'jobs')),
    checkpoints: place(layout.jobFolder(trainingId, 'checkpoints'))
  }
}

/** Where SageMaker leaves the archive of a job that was given the places above. */
export function jobArchiveKey(trainingId: string, jobName: string): string {
  return `${layout.jobFolder(trainingId, 'jobs')}${jobName}/output/model.tar.gz`
}
