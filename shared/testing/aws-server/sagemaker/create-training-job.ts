import type { CreateTrainingJobRequest, CreateTrainingJobResponse } from '@aws-sdk/client-sagemaker'
import { AwsError } from '../aws-error.js'
import { ACCOUNT } from '../sts/roles.js'
import { creationProblems } from './creation-rules.js'
import { objectsAt, parseS3Uri } from './s3-files.js'
import { TrainingJob } from './training-job.js'
import type { TrainingWorld } from './training-world.js'
import { unsupportedParts } from './unsupported-parts.js'

/** CreateTrainingJob: checks what the service checks at once, and makes the job; `start` sets it going. */
export function createTrainingJob(
  world: TrainingWorld,
  request: CreateTrainingJobRequest,
  start: (job: TrainingJob) => void
): CreateTrainingJobResponse {
  requireLawful(world, request)
  const name = request.TrainingJobName ?? ''
  const arn = `arn:aws:sagemaker:${world.region}:${ACCOUNT}:training-job/${name}`
  if (world.jobs.has(name)) {
    const message = `Training job names must be unique within an AWS account and region, and a training job with this name already exists (${arn})`
    throw new AwsError('ResourceInUse', 400, message)
  }
  requireRole(world, request.RoleArn ?? '')
  requireData(world, request)
  requireQuota(world, request)
  const job = new TrainingJob(request, { arn, now: world.now, misses: world.controls.describeMisses })
  world.jobs.set(name, job)
  start(job)
  return { TrainingJobArn: arn }
}

function requireLawful(world: TrainingWorld, request: CreateTrainingJobRequest): void {
  const problems = creationProblems(request)
  world.violations.push(
    ...problems.map(problem => `CreateTrainingJob request: ${problem}`),
    ...unsupportedParts(request).map(part => `CreateTrainingJob: the test server does not do ${part}`)
  )
  if (problems.length > 0) throw invalid(problems.join(' '))
}

function requireRole({ roles }: TrainingWorld, arn: string): void {
  if (roles.trustsSageMaker(arn)) return
  throw invalid(
    `Could not assume role ${arn}. Please ensure that the role exists and allows principal 'sagemaker.amazonaws.com' to assume the role.`
  )
}

function requireData(
  { s3, region }: TrainingWorld,
  { InputDataConfig = [], RoleArn = '' }: CreateTrainingJobRequest
): void {
  const uris = InputDataConfig.flatMap(({ DataSource }) => DataSource?.S3DataSource?.S3Uri ?? [])
  const missing = uris.find(uri => objectsAt(s3, parseS3Uri(uri)).length === 0)
  if (missing === undefined) return
  throw invalid(
    `No S3 objects found under S3 URL "${missing}" given in input data source. Please ensure that the bucket exists in the selected region (${region}), that objects exist under that S3 prefix, and that the role "${RoleArn}" has "s3:ListBucket" permissions on bucket "${parseS3Uri(missing).bucket}".`
  )
}

function requireQuota({ controls, jobs }: TrainingWorld, { ResourceConfig }: CreateTrainingJobRequest): void {
  const { InstanceType = 'ml.m5.large', InstanceCount = 1 } = ResourceConfig ?? {}
  const quota = controls.quotas.get(InstanceType)
  if (quota === undefined) return
  const running = [...jobs.values()].filter(
    ({ isOver, request }) => !isOver && request.ResourceConfig?.InstanceType === InstanceType
  )
  const used = running.reduce((sum, { instanceCount }) => sum + instanceCount, 0)
  if (used + InstanceCount <= quota) return
  throw new AwsError(
    'ResourceLimitExceeded',
    400,
    `The account-level service limit '${InstanceType} for training job usage' is ${quota} Instances, with current utilization of ${used} Instances and a request delta of ${InstanceCount} Instances. Please use AWS Service Quotas to request an increase for this quota.`
  )
}

const invalid = (message: string) => new AwsError('ValidationException', 400, message)
