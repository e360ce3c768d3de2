import type { Problem } from '../../errors.js'
import { LONGEST_SPOT_WITHOUT_CHECKPOINTS_SECONDS } from '../request/compute-faults.js'
import { LONGEST_RUNTIME_SECONDS } from './compute-settings.js'
import { LONGEST_HYPERPARAMETER } from './hyperparameter-texts.js'
import type { TrainingJobSpec } from './training-job-spec.js'

type Check = (spec: TrainingJobSpec) => Problem[]

const TAG_TEXT = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u

/**
 * Everything for which SageMaker would refuse a job, or should (limits of its service model of 2017-07-24, and the rules
 * between fields that the model does not hold). Places are fields of the request and inputs of the action.
 */
export function validateJobSpec(spec: TrainingJobSpec): Problem[] {
  const checks: readonly Check[] = [
    nameProblems,
    roleProblems,
    imageProblems,
    hyperparameterLimits,
    environmentProblems,
    channelProblems,
    resourceProblems,
    timeProblems,
    spotProblems,
    networkProblems,
    tagProblems
  ]
  return checks.flatMap(check => check(spec))
}

function unless(holds: boolean, place: string, message: string, hint?: string): Problem[] {
  return holds ? [] : [{ place, message, ...(hint !== undefined && { hint }) }]
}

const nameProblems: Check = ({ TrainingJobName: name }) =>
  unless(
    name.length <= 63 && /^[a-zA-Z0-9](?:-*[a-zA-Z0-9]){0,62}$/.test(name),
    'model_id',
    `"${name.slice(0, 80)}" cannot be the name of a training job`,
    'A name has at most 63 letters, digits and hyphens, and neither begins nor ends with one.'
  )

const roleProblems: Check = ({ RoleArn: role }) =>
  unless(
    role.length >= 20 &&
      role.length <= 2048 &&
      /^arn:aws[a-z-]*:iam::\d{12}:role\/?[a-zA-Z_0-9+=,.@\-_/]+$/.test(role),
    'execution-role-arn',
    role === '' ? 'is empty' : `"${role.slice(0, 80)}" is not the ARN of a role`,
    'Write arn:aws:iam::<account>:role/<name>: the role SageMaker trains with, not the one this job assumes.'
  )

const imageProblems: Check = ({ AlgorithmSpecification: algorithm }) => {
  const definitions = algorithm.MetricDefinitions ?? []
  return [
    ...unless(
      /^\S{1,255}$/.test(algorithm.TrainingImage),
      'compute.image_uri',
      'must be at most 255 characters without blanks'
    ),
    ...unless(
      definitions.length <= 40,
      'compute.metric_definitions',
      `${definitions.length} metrics, at most 40 are found in a log`
    ),
    ...definitions.flatMap(({ Name: name, Regex: regex }) =>
      unless(
        /^.{1,255}$/.test(name) && /^.{1,500}$/.test(regex),
        `compute.metric_definitions.${name.slice(0, 80)}`,
        'the expression must be at most 500 characters in one line'
      )
    )
  ]
}

const hyperparameterLimits: Check = ({ HyperParameters: values }) => [
  ...unless(Object.keys(values).length <= 100, 'hyperparameters', 'at most 100 reach a training job'),
  ...Object.entries(values).flatMap(([name, value]) => {
    const place = `hyperparameters.${name.slice(0, 80)}`
    return [
      ...unless(/^.{1,256}$/.test(name), place, 'the name must be at most 256 characters'),
      ...unless(/^.*$/.test(value), place, 'must not hold line ends'),
      ...unless(
        value.length <= LONGEST_HYPERPARAMETER,
        place,
        `is ${value.length} characters long, at most ${LONGEST_HYPERPARAMETER} are possible`
      )
    ]
  })
]

const environmentProblems: Check = ({ Environment: variables }) => {
  const entry = variables['MLOPS_SCRIPT_ENTRY'] ?? ''
  const others = Object.entries(variables).filter(([name]) => name !== 'MLOPS_SCRIPT_ENTRY')
  return [
    ...unless(entry.length <= 512, 'entry-point', 'must be at most 512 characters'),
    ...others.flatMap(([name, value]) =>
      unless(
        /^[a-zA-Z_][a-zA-Z0-9_]{0,511}$/.test(name) && value.length <= 512,
        'environment',
        `the variable ${name.slice(0, 80)} must be at most 512 characters`
      )
    )
  ]
}

const channelProblems: Check = spec => {
  const uris: [string, string | undefined][] = [
    ...spec.InputDataConfig.map(({ DataSource: { S3DataSource: source } }): [string, string] => [
      'store',
      source.S3Uri
    ]),
    ['store', spec.OutputDataConfig.S3OutputPath],
    ['compute.checkpoints', spec.CheckpointConfig?.S3Uri]
  ]
  return uris.flatMap(([place, uri]) =>
    uri === undefined
      ? []
      : unless(
          uri.length <= 1024 && /^s3:\/\/[^/]+\/.*$/.test(uri),
          place,
          `"${uri.slice(0, 120)}" is not a place in S3`,
          'SageMaker reads and writes S3: set the input store to s3://bucket/prefix.'
        )
  )
}

const resourceProblems: Check = ({ ResourceConfig: resources, OutputDataConfig: output }) => {
  const keys = [output.KmsKeyId ?? '', resources.VolumeKmsKeyId ?? '']
  return [
    ...unless(
      /^ml\.[a-z0-9-]+\.[a-z0-9]+$/.test(resources.InstanceType),
      'compute.instance_type',
      `"${resources.InstanceType.slice(0, 40)}" is not an instance type`,
      'Write one such as ml.m5.xlarge.'
    ),
    ...unless(
      Number.isInteger(resources.InstanceCount) && resources.InstanceCount >= 1,
      'compute.instance_count',
      'must be a whole number from 1'
    ),
    ...unless(
      resources.VolumeSizeInGB >= 1 && resources.VolumeSizeInGB <= 16_384,
      'compute.volume_size',
      'must be from 1GB to 16384GB'
    ),
    ...unless(
      keys.every(key => /^[a-zA-Z0-9:/_-]{0,2048}$/.test(key)),
      'compute.kms_key',
      'must be the id, alias or ARN of a KMS key'
    )
  ]
}

const timeProblems: Check = ({ StoppingCondition: { MaxRuntimeInSeconds: longest } }) =>
  unless(
    Number.isInteger(longest) && longest >= 1 && longest <= LONGEST_RUNTIME_SECONDS,
    'compute.max_runtime',
    `must be from 1s to ${LONGEST_RUNTIME_SECONDS / 3600}h (28 days)`
  )

const spotProblems: Check = spec => {
  const { MaxRuntimeInSeconds: longest, MaxWaitTimeInSeconds: wait } = spec.StoppingCondition
  if (!spec.EnableManagedSpotTraining) {
    return unless(
      wait === undefined,
      'compute.max_wait',
      'max_wait is only for spot training',
      'Add "spot: true", or remove max_wait.'
    )
  }
  const restarts = longest > LONGEST_SPOT_WITHOUT_CHECKPOINTS_SECONDS && spec.CheckpointConfig === undefined
  return [
    ...unless(
      wait !== undefined && wait >= longest,
      'compute.max_wait',
      wait === undefined
        ? 'spot training needs a max_wait'
        : `max_wait (${wait} s) is shorter than max_runtime (${longest} s)`,
      'max_wait covers waiting and running: make it at least max_runtime.'
    ),
    ...unless(
      wait === undefined || wait <= LONGEST_RUNTIME_SECONDS,
      'compute.max_wait',
      `must be at most ${LONGEST_RUNTIME_SECONDS / 3600}h (28 days)`
    ),
    ...unless(
      !restarts,
      'compute.checkpoints',
      'spot training of more than an hour without checkpoints may start over again and again',
      'Set "checkpoints: true", or max_runtime to at most 1h, or remove spot.'
    )
  ]
}

const networkProblems: Check = ({ VpcConfig: vpc }) => {
  if (vpc === undefined) return []
  const fit = (ids: readonly string[], most: number) =>
    ids.length >= 1 && ids.length <= most && ids.every(id => /^[-0-9a-zA-Z]{1,32}$/.test(id))
  return [
    ...unless(fit(vpc.Subnets, 16), 'compute.vpc.subnets', 'must name 1 to 16 subnets'),
    ...unless(fit(vpc.SecurityGroupIds, 5), 'compute.vpc.security_groups', 'must name 1 to 5 security groups')
  ]
}

const tagProblems: Check = ({ Tags: tags }) => [
  ...unless(
    tags.length <= 50,
    'compute.tags',
    `${tags.length} tags with the suite's own, at most 50 are possible`
  ),
  ...unless(
    new Set(tags.map(({ Key: key }) => key)).size === tags.length,
    'compute.tags',
    'a tag is given twice'
  ),
  ...tags.flatMap(({ Key: key, Value: value }) =>
    unless(
      key.length >= 1 &&
        key.length <= 128 &&
        value.length <= 256 &&
        TAG_TEXT.test(key + value) &&
        !/^aws:/i.test(key),
      `compute.tags.${key.slice(0, 128)}`,
      'a tag is letters, digits, blanks and _ . : / = + - @, at most 128 with a value of at most 256, and does not start with aws:'
    )
  )
]
