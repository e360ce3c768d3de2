import { expect, test } from '@jest/globals'
import type { RecordedCall } from '../../../testing/aws-server/http/call-server.js'
import { jobAccess, neededAccess } from '../../../testing/aws-server/iam/needed-access.js'
import { TrainingJob } from '../../../testing/aws-server/sagemaker/training-job.js'

const REGION = 'eu-central-1'
const ROLE = 'arn:aws:sts::123456789012:assumed-role/ci/run'
const TRAINING = 'arn:aws:iam::123456789012:role/training'

function call(service: string, operation: string, more: Partial<RecordedCall> = {}): RecordedCall {
  const plain = { method: 'GET', path: '/', query: '', headers: {}, status: 200, refusal: undefined }
  return { ...plain, service, operation, principal: ROLE, ...more }
}

const job = new TrainingJob(
  {
    TrainingJobName: 'mlops-a',
    RoleArn: TRAINING,
    Tags: [{ Key: 'a', Value: 'b' }],
    AlgorithmSpecification: {
      TrainingImage: '492215442770.dkr.ecr.eu-central-1.amazonaws.com/sagemaker-xgboost:1.7-1',
      TrainingInputMode: 'File'
    },
    InputDataConfig: [
      {
        ChannelName: 'train',
        DataSource: { S3DataSource: { S3DataType: 'S3Prefix', S3Uri: 's3://b/mlops/datasets/d/train/' } }
      }
    ],
    OutputDataConfig: { S3OutputPath: 's3://b/mlops/runs/r/jobs/' },
    CheckpointConfig: { S3Uri: 's3://b/mlops/runs/r/checkpoints/' },
    ResourceConfig: { InstanceType: 'ml.m5.large', InstanceCount: 1, VolumeSizeInGB: 10 },
    StoppingCondition: { MaxRuntimeInSeconds: 60 }
  },
  {
    arn: 'arn:aws:sagemaker:eu-central-1:123456789012:training-job/mlops-a',
    now: () => new Date(0),
    misses: 0
  }
)

const needs = (calls: readonly RecordedCall[], jobs: readonly TrainingJob[] = []) =>
  neededAccess({ region: REGION, calls, jobs }, 'ci').map(({ action, resource }) => `${action} ${resource}`)

test.each([
  ['a read', call('s3', 'GetObject', { path: '/b/mlops/a%20b' }), 's3:GetObject arn:aws:s3:::b/mlops/a b'],
  [
    'a read of a version',
    call('s3', 'GetObject', { path: '/b/k', query: 'versionId=1' }),
    's3:GetObjectVersion arn:aws:s3:::b/k'
  ],
  ['a look', call('s3', 'HeadObject', { path: '/b/k' }), 's3:GetObject arn:aws:s3:::b/k'],
  ['a part', call('s3', 'UploadPart', { path: '/b/k' }), 's3:PutObject arn:aws:s3:::b/k'],
  ['a list', call('s3', 'ListObjectsV2', { path: '/b/' }), 's3:ListBucket arn:aws:s3:::b'],
  ['something unforeseen', call('s3', 'PutBucketAcl', { path: '/b' }), 's3:PutBucketAcl arn:aws:s3:::b'],
  ['another service', call('ec2', 'RunInstances'), 'ec2:RunInstances *'],
  ['a list of jobs', call('sagemaker', 'ListTrainingJobs'), 'sagemaker:ListTrainingJobs *'],
  [
    'a log',
    call('logs', 'GetLogEvents'),
    'logs:GetLogEvents arn:aws:logs:eu-central-1:123456789012:log-group:/aws/sagemaker/TrainingJobs:log-stream:any'
  ]
])('%s needs one permission', (_, one, expected) => {
  expect(needs([one])).toEqual([expected])
})

test('making a job with tags needs three', () => {
  expect(needs([call('sagemaker', 'CreateTrainingJob')], [job])).toEqual([
    `sagemaker:CreateTrainingJob ${job.arn}`,
    `iam:PassRole ${TRAINING}`,
    `sagemaker:AddTags ${job.arn}`
  ])
})

test('only the calls of the role count', () => {
  const others = [undefined, 'arn:aws:iam::123456789012:user/admin', ROLE.replace('/ci/', '/other/')]
  expect(needs(others.map(principal => call('s3', 'PutObject', { path: '/b/k', principal })))).toEqual([])
})

test('a job reads its channels, and writes its model and checkpoints', () => {
  const needed = jobAccess(job, REGION).map(({ action, resource }) => `${action} ${resource}`)
  expect(needed).toEqual(
    expect.arrayContaining([
      's3:GetObject arn:aws:s3:::b/mlops/datasets/d/train/file',
      's3:ListBucket arn:aws:s3:::b',
      's3:PutObject arn:aws:s3:::b/mlops/runs/r/jobs/mlops-a/output/model.tar.gz',
      's3:PutObject arn:aws:s3:::b/mlops/runs/r/checkpoints/file',
      'ecr:BatchGetImage arn:aws:ecr:eu-central-1:492215442770:repository/sagemaker-xgboost'
    ])
  )
})
