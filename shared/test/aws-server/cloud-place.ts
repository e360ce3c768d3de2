import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import {
  CreateTrainingJobCommand,
  DescribeTrainingJobCommand,
  SageMakerClient,
  type CreateTrainingJobCommandInput
} from '@aws-sdk/client-sagemaker'
import { pack } from 'tar-stream'
import { gunzipSync, gzipSync } from 'node:zlib'
import { extract } from 'tar-stream'
import { buffer } from 'node:stream/consumers'
import { checkCalls } from '../../testing/aws-server/service-models/check-calls.js'
import { ServiceModel } from '../../testing/aws-server/service-models/service-model.js'
import { startTrainingCloud, type TrainingCloudOptions } from '../../testing/aws-server/training-cloud.js'

export const BUCKET = 'models-bucket'
export const SKLEARN = '492215442770.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-scikit-learn:1.2-1-cpu-py3'

export type JobInput = Partial<CreateTrainingJobCommandInput>

/** An AWS with a bucket and an execution role, and the SDK's clients for it. */
export async function cloudPlace(options: TrainingCloudOptions = {}) {
  const cloud = await startTrainingCloud({ buckets: [BUCKET], ...options })
  const role = cloud.roles.putExecutionRole('sagemaker-execution')
  const key = cloud.keys.issue()
  const configuration = { region: cloud.region, endpoint: cloud.url, credentials: key }
  const s3 = new S3Client({ ...configuration, forcePathStyle: true })
  const sagemaker = new SageMakerClient({ ...configuration, maxAttempts: 3 })
  const logs = new CloudWatchLogsClient(configuration)
  const clientViolations: string[] = []
  checkCalls(sagemaker, new ServiceModel('sagemaker'), clientViolations)
  checkCalls(logs, new ServiceModel('logs'), clientViolations)
  const put = (objectKey: string, body: string | Buffer) =>
    s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: objectKey, Body: body }))
  const get = async (objectKey: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: objectKey }))
    return Buffer.from((await Body?.transformToByteArray()) ?? [])
  }
  const describe = (name: string) => sagemaker.send(new DescribeTrainingJobCommand({ TrainingJobName: name }))
  const create = (input: JobInput) => sagemaker.send(new CreateTrainingJobCommand(jobInput(role, input)))
  return {
    cloud,
    role,
    s3,
    sagemaker,
    logs,
    clientViolations,
    put,
    get,
    describe,
    create,
    /** Creates a job, waits for its end, and describes it. */
    async run(input: JobInput) {
      await create(input)
      await cloud.sagemaker.ended(input.TrainingJobName ?? 'job-1')
      return describe(input.TrainingJobName ?? 'job-1')
    },
    /** Lines of the logs of all hosts of a job. */
    lines: (name: string) => cloud.logs.linesOf(name),
    async close() {
      for (const client of [s3, sagemaker, logs]) client.destroy()
      await cloud.close()
    }
  }
}

export type CloudPlace = Awaited<ReturnType<typeof cloudPlace>>

/** A job that runs a shell line, unless the parts say otherwise. */
export function jobInput(
  role: string,
  { AlgorithmSpecification, ...parts }: JobInput
): CreateTrainingJobCommandInput {
  return {
    TrainingJobName: 'job-1',
    RoleArn: role,
    AlgorithmSpecification: { TrainingImage: SKLEARN, TrainingInputMode: 'File', ...AlgorithmSpecification },
    OutputDataConfig: { S3OutputPath: `s3://${BUCKET}/out` },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 3600 },
    ...parts
  }
}

/** The algorithm part of a job that runs a line of shell. */
export function shell(line: string): {
  readonly AlgorithmSpecification: NonNullable<JobInput['AlgorithmSpecification']>
} {
  return {
    AlgorithmSpecification: {
      TrainingImage: SKLEARN,
      TrainingInputMode: 'File',
      ContainerEntrypoint: ['/bin/bash'],
      ContainerArguments: ['-c', line]
    }
  }
}

/** A channel of all objects below a prefix. */
export function channel(
  name: string,
  prefix: string,
  distribution: 'FullyReplicated' | 'ShardedByS3Key' = 'FullyReplicated'
) {
  const S3DataSource = {
    S3DataType: 'S3Prefix' as const,
    S3Uri: `s3://${BUCKET}/${prefix}`,
    S3DataDistributionType: distribution
  }
  return { ChannelName: name, DataSource: { S3DataSource } }
}

/** A gzipped tar of these files. */
export async function archive(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const tar = pack()
  for (const [name, text] of Object.entries(files)) tar.entry({ name }, text)
  tar.finalize()
  return gzipSync(await buffer(tar))
}

/** The files of a gzipped tar. */
export async function unarchive(bytes: Buffer): Promise<Record<string, string>> {
  const tar = extract()
  tar.end(gunzipSync(bytes))
  const files: Record<string, string> = {}
  for await (const entry of tar) files[entry.header.name] = (await buffer(entry)).toString()
  return files
}
