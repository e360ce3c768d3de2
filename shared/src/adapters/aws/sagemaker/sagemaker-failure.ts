import { ServiceError, SuiteError, UserError } from '../../../errors.js'
import { failureOf, type SdkFailure } from '../sdk-failure.js'
import { translateAwsFailure } from '../translate-aws-failure.js'

/** What was asked of SageMaker: the IAM action it needs, on what. */
export interface SageMakerCall {
  readonly action: string
  /** Name of the job, or what else it is about. */
  readonly resource: string
  readonly region: string
  /** The execution role, where one was handed over. */
  readonly roleArn?: string
}

/** The suite's error for what SageMaker, the SDK or the network answered; one that is the suite's already stays as it is. */
export function translateSageMakerError(error: unknown, call: SageMakerCall): SuiteError {
  if (error instanceof SuiteError) return error
  const failure = failureOf(error)
  return (
    unknownRegion(failure, call) ??
    refusal(failure, call) ??
    translateAwsFailure(failure, { service: 'SageMaker', prefix: 'sagemaker', action: call.action }) ??
    unexpected(failure, call)
  )
}

/** Whether there is no such job: the service model knows ResourceNotFound, the service mostly says it otherwise. */
export function isMissingJob(error: unknown): boolean {
  const { name, message } = failureOf(error)
  return (
    name === 'ResourceNotFound' ||
    (name === 'ValidationException' && /requested resource not found/i.test(message))
  )
}

/** Whether a job of this name is there already. */
export function isNameTaken(error: unknown): boolean {
  return failureOf(error).name === 'ResourceInUse'
}

/** Whether a job was asked to stop that runs no more. */
export function isNotRunning(error: unknown): boolean {
  const { name, message } = failureOf(error)
  return name === 'ValidationException' && /is in status|already (?:stopped|completed|failed)/i.test(message)
}

function unknownRegion(
  { code, message, cause }: SdkFailure,
  { region }: SageMakerCall
): SuiteError | undefined {
  if (code !== 'ENOTFOUND' || !message.includes('sagemaker')) return undefined
  return new UserError(
    'region-unsupported',
    `there is no SageMaker in the region ${region}, or its name does not resolve here: ${message}`,
    {
      hint: 'Check the input aws-region, such as eu-central-1.',
      cause
    }
  )
}

function refusal(failure: SdkFailure, call: SageMakerCall): SuiteError | undefined {
  switch (failure.name) {
    case 'AccessDeniedException':
    case 'AccessDenied':
      return accessDenied(failure, call)
    case 'ResourceLimitExceeded':
      return quotaExceeded(failure)
    case 'CapacityError':
    case 'InsufficientCapacityException':
      return noCapacity(failure)
    case 'ValidationException':
    case 'ResourceNotFound':
      return invalidJob(failure, call)
    default:
      return undefined
  }
}

function accessDenied({ message, cause }: SdkFailure, call: SageMakerCall): UserError {
  const [, action = call.action, resource = call.resource] =
    /not authorized to perform: ([\w:*]+)(?: on resource: (\S+))?/.exec(message) ?? []
  const hint =
    action === 'iam:PassRole'
      ? `Allow the role of this job iam:PassRole on ${call.roleArn ?? resource}, with the condition iam:PassedToService sagemaker.amazonaws.com.`
      : `Allow the role of this job ${action} on ${resource}. A boundary or an organisation's policy may forbid it as well.`
  return new UserError('access-denied', `AWS refused ${action} on ${resource}: ${message}`, { hint, cause })
}

function quotaExceeded({ message, cause }: SdkFailure): UserError {
  const quota = /service limit '([^']{1,200})'/.exec(message)?.[1]
  const name = quota === undefined ? 'the quota the message names' : `"${quota}"`
  return new UserError('quota-exceeded', `a quota of the account does not allow the job: ${message}`, {
    hint: `Ask for a higher quota of ${name} in Service Quotas (Amazon SageMaker), wait for other jobs, or choose another compute.instance_type.`,
    cause
  })
}

function noCapacity({ message, cause }: SdkFailure): ServiceError {
  return new ServiceError('sagemaker-capacity', `SageMaker has no instances to give: ${message}`, {
    hint: 'Try again later, choose another compute.instance_type, or another region.',
    retryable: true,
    cause
  })
}

interface Meaning {
  readonly pattern: RegExp
  readonly code: string
  readonly message: (text: string, call: SageMakerCall) => string
  readonly hint: string
}

/** What a ValidationException is about, which only its text says. */
const meanings: readonly Meaning[] = [
  {
    pattern: /could not assume role|assume the role|role .{0,200}(?:does not exist|not valid)/i,
    code: 'role-not-assumable',
    message: (text, { roleArn = 'the role' }) =>
      `SageMaker cannot assume the execution role ${roleArn}: ${text}`,
    hint: 'Check the input execution-role-arn, and that the role trusts the service sagemaker.amazonaws.com.'
  },
  {
    pattern:
      /no s3 objects found|s3 (?:url|object|bucket).{0,200}(?:not found|does not exist|no such)|bucket .{0,200}does not exist/i,
    code: 'data-missing',
    message: text => `SageMaker finds no data: ${text}`,
    hint: 'Check that the store has the data set and lies in the region of the job.'
  },
  {
    pattern:
      /(?:image|repository) .{0,300}(?:not found|does not exist|cannot be found|invalid)|cannot find (?:image|repository)/i,
    code: 'image-not-found',
    message: text => `SageMaker finds no such image: ${text}`,
    hint: 'Check compute.image_uri, or compute.framework and framework_version, and the region.'
  }
]

/** Members of the API and the fields of the request they come from. */
const requestFields: readonly [RegExp, string][] = [
  [/MaxWaitTimeInSeconds/i, 'compute.max_wait'],
  [/MaxRuntimeInSeconds/i, 'compute.max_runtime'],
  [/InstanceType/i, 'compute.instance_type'],
  [/InstanceCount/i, 'compute.instance_count'],
  [/VolumeSizeInGB/i, 'compute.volume_size'],
  [/KmsKey/i, 'compute.kms_key'],
  [/subnet|security ?group|VpcConfig/i, 'compute.vpc'],
  [/CheckpointConfig/i, 'compute.checkpoints'],
  [/MetricDefinition/i, 'compute.metric_definitions'],
  [/hyperparameter/i, 'hyperparameters'],
  [/\btags?\b/i, 'compute.tags'],
  [/TrainingImage/i, 'compute.image_uri'],
  [/roleArn/i, 'execution-role-arn']
]

function invalidJob({ message, cause }: SdkFailure, call: SageMakerCall): UserError {
  const meaning = meanings.find(({ pattern }) => pattern.test(message))
  if (meaning !== undefined) {
    return new UserError(meaning.code, meaning.message(message, call), { hint: meaning.hint, cause })
  }
  const fields = requestFields.filter(([pattern]) => pattern.test(message)).map(([, field]) => field)
  return new UserError('job-invalid', `SageMaker refuses ${call.resource}: ${message}`, {
    hint: fields.length === 0 ? 'The message is that of SageMaker.' : `It is about ${fields.join(', ')}.`,
    cause
  })
}

function unexpected(
  { name, message, status, cause }: SdkFailure,
  { action, resource }: SageMakerCall
): ServiceError {
  const answer = status === undefined ? name : `${name}, HTTP ${status}`
  return new ServiceError('sagemaker-failed', `${action} of ${resource} failed: ${message} (${answer})`, {
    hint: 'The message is that of SageMaker.',
    retryable: status === undefined || status >= 500,
    cause
  })
}
