import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  AddTagsCommand,
  ListTagsCommand,
  ListTrainingJobsCommand,
  type ListTrainingJobsCommandInput,
  SageMakerClient,
  StopTrainingJobCommand
} from '@aws-sdk/client-sagemaker'
import { refusal, throttled } from '../../../testing/aws-server/http/failures.js'
import { droppedConnection } from '../../../testing/failure-plan.js'
import { until } from '../../../testing/until.js'
import { cloudPlace, jobInput, shell, channel, type CloudPlace, type JobInput } from '../cloud-place.js'

let place: CloudPlace

beforeEach(async () => {
  place = await cloudPlace()
})

afterEach(async () => {
  await place.close()
  expect(place.cloud.defects).toEqual([])
})

const client = (more: object = {}) => {
  const { region, url, keys } = place.cloud
  return new SageMakerClient({ region, endpoint: url, credentials: keys.issue(), maxAttempts: 3, ...more })
}

describe('CreateTrainingJob refuses', () => {
  const cases: readonly (readonly [string, JobInput, RegExp])[] = [
    [
      'a name that is too long',
      { TrainingJobName: 'a'.repeat(64) },
      /'trainingJobName' .* less than or equal to 63/
    ],
    ['a name with an underscore', { TrainingJobName: 'a_b' }, /regular expression pattern: \[a-zA-Z0-9\]/],
    [
      'an unknown instance type',
      { ResourceConfig: { InstanceType: 'ml.nope' as never, InstanceCount: 1, VolumeSizeInGB: 1 } },
      /enum value set/
    ],
    [
      'a value of 2,501 characters',
      { HyperParameters: { a: 'x'.repeat(2501) } },
      /'hyperParameters.a.member' .* 2500/
    ],
    ['a tag with a hash sign', { Tags: [{ Key: 'run', Value: 'o/r#1' }] }, /'tags.1.member.value'/],
    ['no role', { RoleArn: undefined }, /'roleArn' failed to satisfy constraint: Member must not be null/],
    ['no stopping condition', { StoppingCondition: undefined }, /^StoppingCondition is required/],
    [
      'a wait without spot',
      { StoppingCondition: { MaxRuntimeInSeconds: 1, MaxWaitTimeInSeconds: 1 } },
      /^Invalid MaxWaitTimeInSeconds. It is only supported/
    ],
    [
      'spot without a wait',
      { EnableManagedSpotTraining: true },
      /^Invalid MaxWaitTimeInSeconds. It must be present/
    ],
    [
      'no disk',
      { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 0 } },
      /VolumeSizeInGB/
    ],
    [
      'no instance',
      { ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 0, VolumeSizeInGB: 1 } },
      /InstanceCount/
    ],
    ['a reserved tag', { Tags: [{ Key: 'aws:x', Value: '' }] }, /reserved/],
    [
      'an image and an algorithm',
      { AlgorithmSpecification: { AlgorithmName: 'mine', TrainingInputMode: 'File' } },
      /exactly one/
    ],
    ['one channel twice', { InputDataConfig: [channel('a', 'in/'), channel('a', 'in/')] }, /unique/]
  ]

  test.each(cases)('%s', async (_, input, message) => {
    await expect(place.create(input)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(message)
    })
    expect(place.cloud.violations.length).toBeGreaterThan(0)
    expect(place.cloud.sagemaker.jobs.size).toBe(0)
  })

  test('data that is not there, in AWS’s words, which is no violation', async () => {
    const message = `No S3 objects found under S3 URL "s3://models-bucket/nothing/" given in input data source. Please ensure that the bucket exists in the selected region (eu-central-1)`
    await expect(place.create({ InputDataConfig: [channel('train', 'nothing/')] })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message)
    })
    expect(place.cloud.violations).toEqual([])
  })

  test('a role that does not trust SageMaker', async () => {
    const RoleArn = place.cloud.roles.putWorkflowRole('ci', 'repo:octo/models:*')
    await expect(place.create({ RoleArn })).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringMatching(/^Could not assume role .*role\/ci/)
    })
  })

  test('more instances than the quota allows, until one is free', async () => {
    const { controls } = place.cloud.sagemaker
    controls.quotas.set('ml.m5.large', 1).set('ml.p3.2xlarge', 0)
    controls.held.add('Starting')
    await place.create(shell('true'))
    const second = { ...shell('true'), TrainingJobName: 'job-2' }
    await expect(place.create(second)).rejects.toMatchObject({
      name: 'ResourceLimitExceeded',
      message: expect.stringMatching(
        /^The account-level service limit 'ml.m5.large for training job usage' is 1 Instances, with current utilization of 1 Instances and a request delta of 1 Instances\./
      )
    })
    controls.held.clear()
    await place.cloud.sagemaker.ended('job-1')
    await expect(place.create(second)).resolves.toMatchObject({
      TrainingJobArn: expect.stringContaining('job-2')
    })
  })

  test('a name that was used before', async () => {
    await place.run(shell('true'))
    await expect(place.create(shell('true'))).rejects.toMatchObject({
      name: 'ResourceInUse',
      message: expect.stringContaining('training-job/job-1')
    })
  })
})

test('a part that the server does not carry out is a violation', async () => {
  await place.run({
    ...shell('true'),
    OutputDataConfig: { S3OutputPath: 's3://models-bucket/o', CompressionType: 'NONE' }
  })
  expect(place.cloud.violations).toEqual([
    'CreateTrainingJob: the test server does not do uncompressed output'
  ])
})

describe('failures on the way', () => {
  test('a lost answer leaves the job, and the retry finds its own name in use', async () => {
    place.cloud.failures.add(/^sagemaker:CreateTrainingJob/, droppedConnection('handling'))
    await expect(place.create(shell('true'))).rejects.toMatchObject({ name: 'ResourceInUse' })
    expect([...place.cloud.sagemaker.jobs.keys()]).toEqual(['job-1'])
  })

  test('throttling is retried by the SDK and then tells itself', async () => {
    place.cloud.failures.add(/^sagemaker:ListTrainingJobs/, throttled())
    await expect(place.sagemaker.send(new ListTrainingJobsCommand({}))).resolves.toMatchObject({
      TrainingJobSummaries: []
    })
    const once = client({ maxAttempts: 1 })
    place.cloud.failures.add(/^sagemaker:ListTrainingJobs/, throttled())
    await expect(once.send(new ListTrainingJobsCommand({}))).rejects.toMatchObject({
      name: 'ThrottlingException'
    })
    once.destroy()
  })

  test('errors of the service and of permissions come by their names', async () => {
    const once = client({ maxAttempts: 1 })
    place.cloud.failures.add(/^sagemaker/, refusal('InternalFailure', 500))
    place.cloud.failures.add(
      /^sagemaker/,
      refusal('AccessDeniedException', 400, 'is not authorized to perform: iam:PassRole')
    )
    await expect(once.send(new ListTrainingJobsCommand({}))).rejects.toMatchObject({
      name: 'InternalFailure',
      $metadata: { httpStatusCode: 500 }
    })
    await expect(once.send(new ListTrainingJobsCommand({}))).rejects.toMatchObject({
      name: 'AccessDeniedException'
    })
    once.destroy()
  })

  test('expired, unknown and falsified credentials are refused', async () => {
    const { keys } = place.cloud
    const expired = client({ credentials: keys.issue({ expiresAt: new Date(Date.now() - 1000) }) })
    const unknown = client({ credentials: { ...keys.issue(), accessKeyId: 'AKIA0000000000000000' } })
    const falsified = client({ credentials: { ...keys.issue(), secretAccessKey: 'wrong' } })
    const attempt = (who: SageMakerClient) =>
      who.send(new ListTrainingJobsCommand({})).finally(() => who.destroy())
    await expect(attempt(expired)).rejects.toMatchObject({ name: 'ExpiredTokenException' })
    await expect(attempt(unknown)).rejects.toMatchObject({ name: 'UnrecognizedClientException' })
    await expect(attempt(falsified)).rejects.toMatchObject({ name: 'InvalidSignatureException' })
  })

  test('an unsigned request is refused', async () => {
    const headers = {
      'x-amz-target': 'SageMaker.ListTrainingJobs',
      'content-type': 'application/x-amz-json-1.1'
    }
    const answer = await fetch(place.cloud.url, { method: 'POST', headers, body: '{}' })
    expect(await answer.json()).toMatchObject({ __type: 'MissingAuthenticationTokenException' })
  })

  test('a new job is not found at first where reads lag behind', async () => {
    place.cloud.sagemaker.controls.describeMisses = 2
    await place.create(shell('true'))
    for (let miss = 0; miss < 2; miss++) {
      await expect(place.describe('job-1')).rejects.toMatchObject({
        name: 'ValidationException',
        message: 'Requested resource not found.'
      })
    }
    await expect(place.describe('job-1')).resolves.toMatchObject({ TrainingJobName: 'job-1' })
  })
})

test('a job is described with everything that was asked for', async () => {
  const Tags = [{ Key: 'mlops:run', Value: 'octo/models/issues/12' }]
  const more = {
    ...shell('true'),
    Environment: { A: 'b' },
    HyperParameters: { c: '1' },
    Tags,
    EnableNetworkIsolation: true
  }
  const described = await place.run(more)
  const asked = jobInput(place.role, more)
  expect({ ...described, Tags }).toMatchObject(asked)
  expect(described).toMatchObject({
    TrainingJobArn: 'arn:aws:sagemaker:eu-central-1:123456789012:training-job/job-1',
    EnableManagedSpotTraining: false,
    CreationTime: expect.any(Date),
    TrainingStartTime: expect.any(Date),
    TrainingEndTime: expect.any(Date),
    TrainingTimeInSeconds: 1,
    BillableTimeInSeconds: 1
  })
  expect(described).not.toHaveProperty('Tags')
  for (const { StartTime, EndTime } of described.SecondaryStatusTransitions ?? []) {
    expect(EndTime?.getTime()).toBeGreaterThanOrEqual(StartTime?.getTime() ?? Infinity)
  }
  const ResourceArn = described.TrainingJobArn
  const tags = await place.sagemaker.send(
    new AddTagsCommand({ ResourceArn, Tags: [{ Key: 'more', Value: '' }] })
  )
  expect(tags.Tags).toEqual([...Tags, { Key: 'more', Value: '' }])
  expect((await place.sagemaker.send(new ListTagsCommand({ ResourceArn }))).Tags).toEqual(tags.Tags)
  expect(place.cloud.violations).toEqual([])
  expect(place.clientViolations).toEqual([])
})

test('jobs are listed by name, state and time, in pages', async () => {
  const names = ['gh-a-1', 'gh-b-1', 'gh-a-2', 'gh-a-3']
  for (const TrainingJobName of names) await place.run({ ...shell('true'), TrainingJobName })
  place.cloud.sagemaker.controls.held.add('Starting')
  await place.create({ ...shell('true'), TrainingJobName: 'gh-a-4' })
  const list = async (input: ListTrainingJobsCommandInput) => {
    const { TrainingJobSummaries = [], NextToken } = await place.sagemaker.send(
      new ListTrainingJobsCommand(input)
    )
    return { names: TrainingJobSummaries.map(({ TrainingJobName }) => TrainingJobName), NextToken }
  }
  expect((await list({ NameContains: 'gh-a', StatusEquals: 'InProgress' })).names).toEqual(['gh-a-4'])
  expect((await list({ SortBy: 'Name', SortOrder: 'Descending' })).names).toEqual([
    'gh-b-1',
    'gh-a-4',
    'gh-a-3',
    'gh-a-2',
    'gh-a-1'
  ])
  const first = await list({ NameContains: 'gh-a', MaxResults: 3 })
  expect(first.names).toEqual(['gh-a-1', 'gh-a-2', 'gh-a-3'])
  expect(await list({ NameContains: 'gh-a', MaxResults: 3, NextToken: first.NextToken })).toEqual({
    names: ['gh-a-4'],
    NextToken: undefined
  })
  const CreationTimeAfter = place.cloud.sagemaker.jobs.get('gh-a-3')?.createdAt
  expect((await list({ CreationTimeAfter })).names).toEqual(['gh-a-4'])
  expect((await list({ CreationTimeBefore: new Date(0) })).names).toEqual([])
  expect(place.cloud.violations).toEqual([])
})

test('what does not exist is said not to', async () => {
  const absent = { name: 'ValidationException', message: 'Requested resource not found.' }
  await expect(place.describe('nobody')).rejects.toMatchObject(absent)
  await expect(
    place.sagemaker.send(new StopTrainingJobCommand({ TrainingJobName: 'nobody' }))
  ).rejects.toMatchObject(absent)
})

test('closing ends what runs', async () => {
  await place.create(shell('sleep 4343'))
  const state = () => place.cloud.sagemaker.jobs.get('job-1')?.secondaryStatus
  await until(() => state() === 'Training', 'the job to train', { describe: state })
  await place.cloud.sagemaker.close()
  expect(place.cloud.sagemaker.jobs.get('job-1')?.isOver).toBe(true)
})
