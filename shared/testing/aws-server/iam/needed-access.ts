import type { RecordedCall } from '../http/call-server.js'
import type { TrainingJob } from '../sagemaker/training-job.js'
import { ACCOUNT } from '../sts/roles.js'
import type { Access } from './permission-policy.js'

/** What happened in an account. */
export interface AccountActivity {
  readonly region: string
  readonly calls: readonly RecordedCall[]
  readonly jobs: readonly TrainingJob[]
}

const S3_ACTIONS: ReadonlyMap<string, string> = new Map([
  ['GetObject', 's3:GetObject'],
  ['HeadObject', 's3:GetObject'],
  ['PutObject', 's3:PutObject'],
  ['CreateMultipartUpload', 's3:PutObject'],
  ['UploadPart', 's3:PutObject'],
  ['CompleteMultipartUpload', 's3:PutObject'],
  ['AbortMultipartUpload', 's3:AbortMultipartUpload'],
  ['DeleteObject', 's3:DeleteObject'],
  ['ListObjectsV2', 's3:ListBucket']
])
const LOG_GROUP = '/aws/sagemaker/TrainingJobs'

/**
 * What the calls of a role needed permission for (AWS Service Authorization Reference). Which job a call to SageMaker was
 * about is in its body, which is not recorded: it counts as a call about each of the jobs. STS asks for no permission.
 */
export function neededAccess(activity: AccountActivity, role: string): Access[] {
  const calls = activity.calls.filter(({ principal }) => principal?.includes(`:assumed-role/${role}/`))
  return calls.flatMap(call => {
    if (call.service === 's3') return [s3Access(call)]
    if (call.service === 'logs') return [logsAccess(call, activity)]
    if (call.service === 'sagemaker') return sageMakerAccess(call, activity)
    return call.service === 'sts' ? [] : [{ action: `${call.service}:${call.operation}`, resource: '*' }]
  })
}

function s3Access({ operation, path, query }: RecordedCall): Access {
  const place = decodeURIComponent(path.slice(1)).replace(/\/$/, '')
  const [bucket = ''] = place.split('/')
  const action = S3_ACTIONS.get(operation) ?? `s3:${operation}`
  const isVersion = action === 's3:GetObject' && new URLSearchParams(query).has('versionId')
  return {
    action: isVersion ? 's3:GetObjectVersion' : action,
    resource: `arn:aws:s3:::${action === 's3:ListBucket' ? bucket : place}`
  }
}

function logsAccess({ operation }: RecordedCall, { region }: AccountActivity): Access {
  const group = `arn:aws:logs:${region}:${ACCOUNT}:log-group:${LOG_GROUP}`
  const stream = operation === 'DescribeLogStreams' ? '' : 'log-stream:any'
  return { action: `logs:${operation}`, resource: `${group}:${stream}` }
}

function sageMakerAccess({ operation }: RecordedCall, { jobs }: AccountActivity): Access[] {
  const action = `sagemaker:${operation}`
  if (operation === 'ListTrainingJobs' || jobs.length === 0) return [{ action, resource: '*' }]
  return jobs.flatMap(job => {
    const access = { action, resource: job.arn }
    return operation === 'CreateTrainingJob' ? [access, ...creationAccess(job)] : [access]
  })
}

function creationAccess({ arn, request }: TrainingJob): Access[] {
  const context = { 'iam:PassedToService': 'sagemaker.amazonaws.com' }
  const pass = { action: 'iam:PassRole', resource: request.RoleArn ?? '', context }
  return (request.Tags ?? []).length === 0 ? [pass] : [pass, { action: 'sagemaker:AddTags', resource: arn }]
}

/** What a job's execution role needs permission for, as AWS documents it for training jobs. */
export function jobAccess({ name, request }: TrainingJob, region: string): Access[] {
  const group = `arn:aws:logs:${region}:${ACCOUNT}:log-group:${LOG_GROUP}`
  const uris = (request.InputDataConfig ?? []).map(channel => channel.DataSource?.S3DataSource?.S3Uri ?? '')
  const checkpoints = request.CheckpointConfig?.S3Uri
  const [, account = '', repository = ''] =
    /^(\d{12})\.dkr\.[^/]+\/([^:@]+)/.exec(request.AlgorithmSpecification?.TrainingImage ?? '') ?? []
  const image = `arn:aws:ecr:${region}:${account}:repository/${repository}`
  const context = { 'cloudwatch:namespace': '/aws/sagemaker/TrainingJobs' }
  return [
    ...uris.flatMap(uri => [access('s3:GetObject', `${uri}file`), bucketAccess(uri)]),
    access('s3:PutObject', `${request.OutputDataConfig?.S3OutputPath ?? ''}${name}/output/model.tar.gz`),
    ...(checkpoints === undefined
      ? []
      : [access('s3:GetObject', `${checkpoints}file`), access('s3:PutObject', `${checkpoints}file`)]),
    { action: 'logs:CreateLogGroup', resource: group },
    ...['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'].map(action => ({
      action,
      resource: `${group}:log-stream:${name}/algo-1`
    })),
    { action: 'cloudwatch:PutMetricData', resource: '*', context },
    { action: 'ecr:GetAuthorizationToken', resource: '*' },
    ...['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'].map(action => ({
      action,
      resource: image
    }))
  ]
}

function access(action: string, uri: string): Access {
  return { action, resource: uri.replace(/^s3:\/\//, 'arn:aws:s3:::') }
}

function bucketAccess(uri: string): Access {
  return access('s3:ListBucket', uri.replace(/^(s3:\/\/[^/]+).*$/, '$1'))
}
