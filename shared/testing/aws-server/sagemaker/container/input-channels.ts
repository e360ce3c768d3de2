import type { S3DataSource } from '@aws-sdk/client-sagemaker'
import { mkdir } from 'node:fs/promises'
import { JobFailure } from '../job-failure.js'
import { fetchObject, objectsAt, parseS3Uri, relativeName } from '../s3-files.js'
import type { TrainingJob } from '../training-job.js'
import type { TrainingWorld } from '../training-world.js'
import type { Container } from './container.js'

/** Downloads the host's share of every channel to /opt/ml/input/data. */
export async function downloadChannels(
  container: Container,
  job: TrainingJob,
  world: TrainingWorld
): Promise<void> {
  for (const { ChannelName = '', DataSource } of job.request.InputDataConfig ?? []) {
    const folder = container.path('input/data', ChannelName)
    await mkdir(folder, { recursive: true })
    const source = DataSource?.S3DataSource
    if (source !== undefined) await downloadSource(container, source, { folder, world })
  }
}

async function downloadSource(
  container: Container,
  { S3Uri = '', S3DataDistributionType }: S3DataSource,
  { folder, world }: { readonly folder: string; readonly world: TrainingWorld }
): Promise<void> {
  const place = parseS3Uri(S3Uri)
  const objects = objectsAt(world.s3, place)
  if (objects.length === 0) {
    throw new JobFailure(
      `ClientError: Data download failed:NoSuchKey (404): The specified key does not exist. ${S3Uri}`
    )
  }
  const [count, own] = [container.hosts.length, container.hosts.indexOf(container.host)]
  const isSharded = S3DataDistributionType === 'ShardedByS3Key'
  for (const [index, object] of objects.entries()) {
    if (isSharded && index % count !== own) continue
    await fetchObject(object, folder, relativeName(object.key, place.key))
  }
}
