import { fetchObject, objectsAt, parseS3Uri, relativeName } from '../s3-files.js'
import type { TrainingJob } from '../training-job.js'
import type { TrainingWorld } from '../training-world.js'
import { writeConfiguration } from './container-configuration.js'
import type { Container } from './container.js'
import { downloadChannels } from './input-channels.js'

const SOURCE = 'source.tar.gz'

/** Lays out /opt/ml: folders, configuration, channels, and the checkpoints of an earlier start. */
export async function prepareContainer(
  container: Container,
  job: TrainingJob,
  world: TrainingWorld
): Promise<void> {
  await container.makeFolders()
  await writeConfiguration(container, job)
  await downloadChannels(container, job, world)
  const checkpoints = job.request.CheckpointConfig?.S3Uri
  if (checkpoints === undefined) return
  const place = parseS3Uri(checkpoints)
  for (const object of objectsAt(world.s3, {
    ...place,
    key: place.key === '' ? '' : `${place.key.replace(/\/$/, '')}/`
  })) {
    await fetchObject(object, container.path('checkpoints'), relativeName(object.key, place.key))
  }
}

/** Fetches the code that the toolkit would download itself, where it has a network to do so. */
export async function fetchSource(
  container: Container,
  { request }: TrainingJob,
  world: TrainingWorld
): Promise<Record<string, string>> {
  const uri = request.HyperParameters?.['sagemaker_submit_directory']?.replace(/^"(.*)"$/, '$1') ?? ''
  if (!uri.startsWith('s3://') || request.EnableNetworkIsolation === true) return {}
  const source = objectsAt(world.s3, parseS3Uri(uri))[0]
  if (source === undefined) return {}
  await fetchObject(source, container.workingDirectory, SOURCE)
  return { TOOLKIT_FETCHED_SOURCE: `${container.workingDirectory}/${SOURCE}` }
}
