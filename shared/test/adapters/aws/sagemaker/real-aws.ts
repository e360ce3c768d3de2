import { randomBytes } from 'node:crypto'
import { S3ObjectStore } from '../../../../src/adapters/aws/s3/s3-object-store.js'
import { SageMakerTraining } from '../../../../src/adapters/aws/sagemaker/sagemaker-training.js'
import { hasEnded } from '../../../../src/domain/sagemaker/remote-job.js'
import type { TrainingJobSpec } from '../../../../src/domain/sagemaker/training-job-spec.js'
import type { OpenedTraining } from '../../../../testing/contracts/remote-training-contract.js'
import { until } from '../../../../testing/until.js'

/** Where jobs are made in AWS itself: they cost money. */
export interface RealPlace {
  /** `s3://bucket/prefix`. */
  readonly location: string
  readonly roleArn: string
  readonly region: string
}

/** Less than a test's time there. */
const PATIENTLY = { everyMs: 15_000, patienceMs: 15 * 60_000 }

/** What MLOPS_TEST_S3, MLOPS_TEST_EXECUTION_ROLE and AWS_REGION name; undefined unless all are there. */
export function realPlace(): RealPlace | undefined {
  const [location, roleArn, region] = ['MLOPS_TEST_S3', 'MLOPS_TEST_EXECUTION_ROLE', 'AWS_REGION'].map(
    name => process.env[name] ?? ''
  )
  if (!location || !roleArn || !region) return undefined
  return { location: location.replace(/\/$/, ''), roleArn, region }
}

/** The service itself; names are new each time, because AWS never forgets one, and what was made is stopped at the end. */
export async function openRealAws({ location, roleArn, region }: RealPlace): Promise<OpenedTraining> {
  const run = randomBytes(4).toString('hex')
  const remote = new SageMakerTraining({ region })
  const folder = `${location}/contract-${run}`
  const store = new S3ObjectStore(folder, { region })
  await store.write('data/rows.csv', new TextEncoder().encode('x\n1\n'))
  const made = new Set<string>()
  const place = (spec: TrainingJobSpec): TrainingJobSpec => {
    const name = `${spec.TrainingJobName.slice(0, 50)}-${run}`
    made.add(name)
    return { ...small(spec, `${folder}/`), TrainingJobName: name, RoleArn: roleArn }
  }
  const isOver = async (name: string) => {
    const job = await remote.describe(name)
    return job === undefined || hasEnded(job)
  }
  const isLogged = async (name: string) => (await remote.logs(name, undefined)).events.length >= 2
  const untilEnded = (name: string) => until(() => isOver(name), `the end of ${name}`, PATIENTLY)
  const untilLogged = (name: string) => until(() => isLogged(name), `two lines of ${name}`, PATIENTLY)
  const close = async () => {
    for (const name of made) await remote.stop(name)
    for (const name of made) await untilEnded(name)
    for await (const { key } of store.list('')) await store.remove(key)
    store.close()
  }
  return { remote, place, untilEnded, untilLogged, close }
}

/** On the cheapest instance, for ten minutes at most. */
function small(spec: TrainingJobSpec, folder: string): TrainingJobSpec {
  const channel = {
    S3DataType: 'S3Prefix',
    S3Uri: `${folder}data/`,
    S3DataDistributionType: 'FullyReplicated'
  } as const
  return {
    ...spec,
    AlgorithmSpecification: {
      ...spec.AlgorithmSpecification,
      ContainerEntrypoint: ['/bin/bash'],
      ContainerArguments: ['-c', 'echo one; echo two; exec sleep 600']
    },
    InputDataConfig: [{ ChannelName: 'train', DataSource: { S3DataSource: channel }, InputMode: 'File' }],
    OutputDataConfig: { S3OutputPath: `${folder}jobs/` },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 1 },
    StoppingCondition: { MaxRuntimeInSeconds: 600 }
  }
}
