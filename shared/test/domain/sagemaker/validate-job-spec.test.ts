import { describe, expect, test } from '@jest/globals'
import type { TrainingJobSpec } from '../../../src/domain/sagemaker/training-job-spec.js'
import { validateJobSpec } from '../../../src/domain/sagemaker/validate-job-spec.js'
import { aJobSpec } from '../../../testing/builders/job-plan.js'

const spec = aJobSpec()
const { ResourceConfig: resources, StoppingCondition: stopping, AlgorithmSpecification: algorithm } = spec
const spot = { EnableManagedSpotTraining: true, CheckpointConfig: { S3Uri: 's3://b/c/' } }
const tags = (count: number) => Array.from({ length: count }, (_, index) => ({ Key: `k${index}`, Value: '' }))
const vpc = (subnets: number, groups: number) => ({
  VpcConfig: {
    Subnets: Array.from({ length: subnets }, () => 'subnet-1'),
    SecurityGroupIds: Array.from({ length: groups }, () => 'sg-1')
  }
})

const cases: [string, string, Partial<TrainingJobSpec>][] = [
  ['a name of 64 characters', 'model_id', { TrainingJobName: 'a'.repeat(64) }],
  ['a name of 64 characters, hyphens among them', 'model_id', { TrainingJobName: `${'a-'.repeat(31)}ab` }],
  ['an underscore in the name', 'model_id', { TrainingJobName: 'a_b' }],
  ['a hyphen at the end of the name', 'model_id', { TrainingJobName: 'a-' }],
  ['no role', 'execution-role-arn', { RoleArn: '' }],
  ['the ARN of a user', 'execution-role-arn', { RoleArn: 'arn:aws:iam::123456789012:user/somebody' }],
  [
    'an image of 256 characters',
    'compute.image_uri',
    { AlgorithmSpecification: { ...algorithm, TrainingImage: 'a'.repeat(256) } }
  ],
  [
    'a long metric expression',
    'compute.metric_definitions.m',
    { AlgorithmSpecification: { ...algorithm, MetricDefinitions: [{ Name: 'm', Regex: 'x'.repeat(501) }] } }
  ],
  ['a hyperparameter of 2,501 characters', 'hyperparameters.x', { HyperParameters: { x: 'a'.repeat(2501) } }],
  ['a line end in a hyperparameter', 'hyperparameters.x', { HyperParameters: { x: 'a\nb' } }],
  [
    '101 hyperparameters',
    'hyperparameters',
    { HyperParameters: Object.fromEntries(tags(101).map(({ Key: key }) => [key, '1'])) }
  ],
  [
    'an entry point of 513 characters',
    'entry-point',
    { Environment: { MLOPS_SCRIPT_ENTRY: 'a'.repeat(513) } }
  ],
  [
    'a repository name of 513 characters',
    'environment',
    { Environment: { MLOPS_REPOSITORY: 'a'.repeat(513) } }
  ],
  ['a store that is no bucket', 'store', { OutputDataConfig: { S3OutputPath: '/tmp/store' } }],
  ['no instances', 'compute.instance_count', { ResourceConfig: { ...resources, InstanceCount: 0 } }],
  [
    'another kind of instance',
    'compute.instance_type',
    { ResourceConfig: { ...resources, InstanceType: 'm5.xlarge' } }
  ],
  ['no disk', 'compute.volume_size', { ResourceConfig: { ...resources, VolumeSizeInGB: 0 } }],
  [
    'a key with a blank',
    'compute.kms_key',
    { OutputDataConfig: { S3OutputPath: 's3://b/o/', KmsKeyId: 'a b' } }
  ],
  ['a runtime of 29 days', 'compute.max_runtime', { StoppingCondition: { MaxRuntimeInSeconds: 29 * 86400 } }],
  [
    'a wait without spot',
    'compute.max_wait',
    { StoppingCondition: { ...stopping, MaxWaitTimeInSeconds: 100000 } }
  ],
  ['spot without a wait', 'compute.max_wait', spot],
  [
    'a wait shorter than the runtime',
    'compute.max_wait',
    { ...spot, StoppingCondition: { MaxRuntimeInSeconds: 7200, MaxWaitTimeInSeconds: 7199 } }
  ],
  [
    'long spot training without checkpoints',
    'compute.checkpoints',
    {
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 3601, MaxWaitTimeInSeconds: 7200 }
    }
  ],
  ['17 subnets', 'compute.vpc.subnets', vpc(17, 1)],
  ['6 security groups', 'compute.vpc.security_groups', vpc(1, 6)],
  ['51 tags', 'compute.tags', { Tags: tags(51) }],
  ['a tag twice', 'compute.tags', { Tags: [...tags(1), ...tags(1)] }],
  ['a number sign in a tag', 'compute.tags.source', { Tags: [{ Key: 'source', Value: 'o/r#7' }] }],
  ['a tag of AWS', 'compute.tags.aws:x', { Tags: [{ Key: 'aws:x', Value: '' }] }]
]

describe('validateJobSpec', () => {
  test('finds nothing wrong with a good job', () => {
    expect(validateJobSpec(spec)).toEqual([])
  })

  test.each(cases)('refuses %s at %s', (_, place, change) => {
    expect(validateJobSpec({ ...spec, ...change }).map(problem => problem.place)).toEqual([place])
  })

  test.each<[string, Partial<TrainingJobSpec>]>([
    [
      'an hour of spot without checkpoints',
      {
        EnableManagedSpotTraining: true,
        StoppingCondition: { MaxRuntimeInSeconds: 3600, MaxWaitTimeInSeconds: 3600 }
      }
    ],
    ['28 days', { StoppingCondition: { MaxRuntimeInSeconds: 2419200 } }],
    ['50 tags', { Tags: tags(50) }],
    ['a tag in Japanese', { Tags: [{ Key: 'チーム', Value: '需要 予測' }] }],
    ['16 subnets and 5 groups', vpc(16, 5)],
    ['a name of 63 characters', { TrainingJobName: 'a'.repeat(63) }]
  ])('allows %s', (_, change) => {
    expect(validateJobSpec({ ...spec, ...change })).toEqual([])
  })

  test('says everything at once', () => {
    const wrong = Object.assign({}, spec, { RoleArn: '', Tags: tags(51), TrainingJobName: '-' })
    expect(validateJobSpec(wrong)).toHaveLength(3)
  })
})
