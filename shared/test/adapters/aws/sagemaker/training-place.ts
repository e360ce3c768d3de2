import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { SageMakerTraining } from '../../../../src/adapters/aws/sagemaker/sagemaker-training.js'
import { CODE_ARCHIVE } from '../../../../src/domain/sagemaker/launch.js'
import {
  startTrainingCloud,
  type TrainingCloudOptions
} from '../../../../testing/aws-server/training-cloud.js'
import { aJobPlan } from '../../../../testing/builders/job-plan.js'

const run = promisify(execFile)
const BUCKET = 'bucket'
const KIT = new URL('../../../../training-kit/', import.meta.url).pathname

/** A test server with all that the jobs of `aJobPlan` need: role, data, the training kit and its job.json. */
export async function openTrainingPlace(options: TrainingCloudOptions = {}) {
  const cloud = await startTrainingCloud({ buckets: [BUCKET], ...options })
  const roleArn = cloud.roles.putExecutionRole('training')
  const credentials = cloud.keys.issue()
  const s3 = new S3Client({ region: cloud.region, endpoint: cloud.url, credentials, forcePathStyle: true })
  const { places } = aJobPlan()
  const put = (uri: string, body: string | Buffer) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: uri.slice(`s3://${BUCKET}/`.length), Body: body }))
  await put(`${places.train}rows.csv`, rows())
  await put(`${places.code}${CODE_ARCHIVE}`, await packedKit())
  await put(`${places.config}job.json`, JSON.stringify(job))
  s3.destroy()
  const { region, url: endpoint } = cloud
  const remote = new SageMakerTraining({ region, endpoint, credentials, maxAttempts: 3 })
  return { cloud, remote, roleArn }
}

const job = {
  schema_version: 1,
  training_id: aJobPlan().run.trainingId,
  algorithm: 'random_forest',
  hyperparameters: { n_estimators: 5 }
}

/** Two classes that a threshold at 50 tells apart. */
function rows(): string {
  const lines = Array.from({ length: 100 }, (_, index) => `${index},${index < 50 ? 'low' : 'high'}`)
  return ['x,label', ...lines, ''].join('\n')
}

async function packedKit(): Promise<Buffer> {
  const directory = await mkdtemp(join(tmpdir(), 'kit-'))
  try {
    const path = join(directory, CODE_ARCHIVE)
    await run('tar', ['-czf', path, '-C', KIT, '--exclude=__pycache__', 'train.py', 'mlops_kit'])
    return await readFile(path)
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
