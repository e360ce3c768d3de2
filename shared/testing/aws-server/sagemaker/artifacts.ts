import { cp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { packDirectory } from '../../../src/adapters/files/pack-directory.js'
import type { Container } from './container/container.js'
import { JobFailure } from './job-failure.js'
import { below, parseS3Uri, s3Uri, storeFile, storeFolder, type S3Place } from './s3-files.js'
import type { TrainingJob } from './training-job.js'
import type { TrainingWorld } from './training-world.js'

/** Where the model of a job is, or will be. */
export function modelUri(job: TrainingJob): string {
  return s3Uri(outputPlace(job, 'model.tar.gz'))
}

/** Packs what the hosts wrote to /opt/ml/model and /opt/ml/output/data, and uploads both. */
export async function uploadArtifacts(
  containers: readonly Container[],
  job: TrainingJob,
  world: TrainingWorld
): Promise<void> {
  const model = { folder: 'model', place: outputPlace(job, 'model.tar.gz') }
  const output = { folder: 'output/data', place: outputPlace(job, 'output.tar.gz') }
  // A job that was stopped before it wrote a model leaves none.
  const isNeeded = job.stopReason === undefined
  await uploadFolder(containers, { ...model, isNeeded }, { job, world })
  await uploadFolder(containers, { ...output, isNeeded: false }, { job, world })
}

async function uploadFolder(
  containers: readonly Container[],
  {
    folder,
    place,
    isNeeded
  }: { readonly folder: string; readonly place: S3Place; readonly isNeeded: boolean },
  { job, world }: { readonly job: TrainingJob; readonly world: TrainingWorld }
): Promise<void> {
  const [first, ...others] = containers
  if (first === undefined) return
  // The files of all hosts come into one archive.
  for (const other of others) await cp(other.path(folder), first.path(folder), { recursive: true })
  if (!isNeeded && (await readdir(first.path(folder))).length === 0) return
  const archive = join(first.directory, 'upload.tar.gz')
  await packDirectory(first.path(folder), archive)
  try {
    await storeFile(world.s3, archive, { ...place, kmsKeyId: job.request.OutputDataConfig?.KmsKeyId })
  } catch (error) {
    throw new JobFailure(
      `ClientError: Failed to upload ${s3Uri(place)}: ${error instanceof Error ? error.message : ''}`
    )
  }
  await rm(archive)
}

/** Uploads what the hosts have in their checkpoint folders. */
export async function saveCheckpoints(
  containers: readonly Container[],
  { request }: TrainingJob,
  { s3 }: TrainingWorld
): Promise<void> {
  const { S3Uri } = request.CheckpointConfig ?? {}
  if (S3Uri === undefined) return
  for (const container of containers) await storeFolder(s3, container.path('checkpoints'), parseS3Uri(S3Uri))
}

function outputPlace({ request, name }: TrainingJob, file: string): S3Place {
  return below(parseS3Uri(request.OutputDataConfig?.S3OutputPath ?? ''), `${name}/output/${file}`)
}
