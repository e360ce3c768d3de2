import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { SageMakerTraining } from '../../../../src/adapters/aws/sagemaker/sagemaker-training.js'
import { aJobSpec } from '../../../../testing/builders/job-plan.js'
import { codeOf } from '../../../../testing/code-of.js'
import { ScriptedAws } from './scripted-aws.js'

const spec = aJobSpec()
const name = spec.TrainingJobName
const arn = (job: string) => `arn:aws:sagemaker:eu-central-1:123456789012:training-job/${job}`
const at = 1736501460.25

const description = (change: object = {}) => ({
  body: {
    TrainingJobName: name,
    TrainingJobArn: arn(name),
    ModelArtifacts: { S3ModelArtifacts: `s3://bucket/store/${name}/output/model.tar.gz` },
    TrainingJobStatus: 'InProgress',
    SecondaryStatus: 'Training',
    StoppingCondition: { MaxRuntimeInSeconds: 86400 },
    CreationTime: at,
    Environment: spec.Environment,
    OutputDataConfig: spec.OutputDataConfig,
    ...change
  }
})
const missing = { error: 'ValidationException', message: 'Requested resource not found.' }
const taken = {
  error: 'ResourceInUse',
  message: 'Training job names must be unique within an AWS account and region'
}

describe('SageMakerTraining', () => {
  let aws: ScriptedAws
  let remote: SageMakerTraining

  beforeEach(async () => {
    aws = new ScriptedAws()
    const endpoint = await aws.listen()
    const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' }
    remote = new SageMakerTraining({ region: 'eu-central-1', credentials, endpoint, maxAttempts: 2 })
  })
  afterEach(async () => aws.close())

  const operations = () => aws.calls.map(call => call.operation)

  test('asks for a job with all that was planned', async () => {
    aws.on('CreateTrainingJob', { body: { TrainingJobArn: arn(name) } })
    expect(await remote.create(spec)).toBe('created')
    expect(aws.calls).toEqual([
      { operation: 'CreateTrainingJob', input: JSON.parse(JSON.stringify(spec)) as unknown }
    ])
  })

  test('finds its own job when the answer was lost and the SDK asked again', async () => {
    aws.on('CreateTrainingJob', { cut: true }, taken).on('DescribeTrainingJob', description())
    expect(await remote.create(spec)).toBe('exists')
    expect(operations()).toEqual(['CreateTrainingJob', 'CreateTrainingJob', 'DescribeTrainingJob'])
  })

  test('finds its own job when no answer came at all, and when it is shown late', async () => {
    aws.on('CreateTrainingJob', { cut: true }).on('DescribeTrainingJob', missing, description())
    expect(await remote.create(spec)).toBe('exists')
  })

  test('finds its own job when the answer was lost and the next try throttled', async () => {
    aws
      .on('CreateTrainingJob', { cut: true }, { error: 'ThrottlingException' })
      .on('DescribeTrainingJob', description())
    expect(await remote.create(spec)).toBe('exists')
  })

  test('says what went wrong when there is no job', async () => {
    aws.on('CreateTrainingJob', { error: 'InternalFailure', status: 500 }).on('DescribeTrainingJob', missing)
    expect(await codeOf(remote.create(spec))).toBe('sagemaker-unavailable')
  })

  test("leaves another run's job alone", async () => {
    const environment = { ...spec.Environment, MLOPS_REPOSITORY: 'other/r' }
    aws.on('CreateTrainingJob', taken).on('DescribeTrainingJob', description({ Environment: environment }))
    expect(await codeOf(remote.create(spec))).toBe('job-name-taken')
  })

  test("leaves the job of another store's copy of the run alone", async () => {
    const elsewhere = { OutputDataConfig: { S3OutputPath: 's3://bucket/copy/runs/r/jobs' } }
    aws.on('CreateTrainingJob', taken).on('DescribeTrainingJob', description(elsewhere))
    expect(await codeOf(remote.create(spec))).toBe('job-name-taken')
  })

  test('does not take a job for its own that does not say whose it is', async () => {
    aws.on('CreateTrainingJob', taken).on('DescribeTrainingJob', description({ Environment: undefined }))
    expect(await codeOf(remote.create(spec))).toBe('job-name-taken')
  })

  test('tries again when throttled, and names the throttling when that does not help', async () => {
    const throttled = { error: 'ThrottlingException', message: 'Rate exceeded' }
    aws.on('CreateTrainingJob', throttled, { body: { TrainingJobArn: arn(name) } })
    expect(await remote.create(spec)).toBe('created')
    aws.on('DescribeTrainingJob', throttled)
    expect(await codeOf(remote.describe(name))).toBe('sagemaker-throttled')
  })

  test('describes a job in its own words', async () => {
    aws.on(
      'DescribeTrainingJob',
      description({
        TrainingJobStatus: 'Stopped',
        SecondaryStatus: 'MaxWaitTimeExceeded',
        SecondaryStatusTransitions: [
          { Status: 'Interrupted', StartTime: at + 10, StatusMessage: 'Spot capacity' },
          { Status: 'SomethingNew', StartTime: at + 20 }
        ],
        FinalMetricDataList: [
          { MetricName: 'loss', Value: 0.5, Timestamp: at },
          { MetricName: 'bad', Value: 'NaN', Timestamp: at }
        ],
        EnableManagedSpotTraining: true,
        TrainingTimeInSeconds: 100,
        BillableTimeInSeconds: 30,
        TrainingEndTime: at + 200
      })
    )
    expect(await remote.describe(name)).toMatchObject({
      state: 'stopped',
      phase: 'max-wait-exceeded',
      transitions: [
        { phase: 'interrupted', startedAt: new Date('2025-01-10T09:31:10.250Z'), message: 'Spot capacity' },
        { phase: 'unknown', message: '' }
      ],
      metrics: [{ name: 'loss', value: 0.5 }],
      spot: true,
      trainingSeconds: 100,
      billableSeconds: 30,
      createdAt: new Date('2025-01-10T09:31:00.250Z'),
      endedAt: new Date('2025-01-10T09:34:20.250Z'),
      modelArtifactUri: `s3://bucket/store/${name}/output/model.tar.gz`
    })
  })

  test('takes a word it does not know for a job that goes on', async () => {
    aws.on('DescribeTrainingJob', description({ TrainingJobStatus: 'Pausing', SecondaryStatus: 'Paused' }))
    expect(await remote.describe(name)).toMatchObject({ state: 'in-progress', phase: 'unknown' })
  })

  test.each([
    ['as the service model says it', { error: 'ResourceNotFound', message: 'x' }],
    ['as the service says it', missing]
  ])('knows a missing job, %s', async (_, reply) => {
    aws.on('DescribeTrainingJob', reply).on('StopTrainingJob', reply)
    expect(await remote.describe(name)).toBeUndefined()
    expect(await remote.stop(name)).toBe('unknown')
  })

  test.each([
    ['has ended', 'Completed', 'already-ended'],
    ['is stopping already', 'Stopping', 'stopping']
  ])('stopping a job that %s', async (_, TrainingJobStatus, expected) => {
    const message = `The request was rejected because the training job is in status ${TrainingJobStatus}.`
    aws.on('StopTrainingJob', { error: 'ValidationException', message })
    aws.on('DescribeTrainingJob', description({ TrainingJobStatus, SecondaryStatus: TrainingJobStatus }))
    expect(await remote.stop(name)).toBe(expected)
  })

  test('lists what is tagged as this repository, over all pages', async () => {
    const summary = (job: string) => ({
      TrainingJobName: job,
      TrainingJobArn: arn(job),
      CreationTime: at,
      TrainingJobStatus: 'InProgress'
    })
    const tags = (repository: string) => ({
      body: { Tags: [{ Key: 'mlops:repository', Value: repository }] }
    })
    aws
      .on(
        'ListTrainingJobs',
        { body: { TrainingJobSummaries: [summary('mlops-a'), summary('not-mlops-b')], NextToken: 'next' } },
        { body: { TrainingJobSummaries: [summary('mlops-c'), summary('mlops-d')] } }
      )
      .on('ListTags', tags('o/r'), tags('other/r'), tags('o/r'))
    const found: string[] = []
    for await (const job of remote.list('o/r')) found.push(job.name)
    expect(found).toEqual(['mlops-a', 'mlops-d'])
    expect(aws.calls[0]?.input).toMatchObject({ NameContains: 'mlops-', StatusEquals: 'InProgress' })
    expect(aws.calls.filter(call => call.operation === 'ListTrainingJobs').at(-1)?.input).toMatchObject({
      NextToken: 'next'
    })
  })

  test('names a listing that is forbidden', async () => {
    aws.on('ListTrainingJobs', { error: 'AccessDeniedException', message: 'no' })
    const first = remote.list('o/r')[Symbol.asyncIterator]().next()
    expect(await codeOf(first)).toBe('access-denied')
  })
})
