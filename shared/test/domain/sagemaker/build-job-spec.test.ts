import { describe, expect, test } from '@jest/globals'
import { trainingJobSpec } from '../../../src/domain/sagemaker/build-job-spec.js'
import { aJobPlan, aJobSpec } from '../../../testing/builders/job-plan.js'
import { aRequest } from '../../../testing/builders/records.js'

const channel = (name: string, uri: string) => ({
  ChannelName: name,
  DataSource: {
    S3DataSource: { S3DataType: 'S3Prefix', S3Uri: uri, S3DataDistributionType: 'FullyReplicated' }
  },
  InputMode: 'File'
})
const run = 's3://bucket/store/runs/train-20250110-093000-1a2b3c4d'
const script = (compute: Parameters<typeof aRequest>[0] = {}) =>
  aJobPlan({ request: aRequest({ algorithm: 'script', ...compute }), entryPoint: 'src/fit.py' })

describe('trainingJobSpec', () => {
  test('asks for the training of a forest, all of it', () => {
    const {
      AlgorithmSpecification: algorithm,
      Environment: environment,
      ...rest
    } = aJobSpec({
      request: aRequest({ hyperparameters: { n_estimators: 100, bootstrap: true, criterion: 'gini' } })
    })
    expect(algorithm.TrainingImage).toMatch(/sagemaker-scikit-learn:1\.2-1-cpu-py3$/)
    expect(algorithm.ContainerEntrypoint).toEqual(['/bin/bash'])
    expect(algorithm.MetricDefinitions).toContainEqual({
      Name: 'train_accuracy',
      Regex: '^train_accuracy=([-+0-9.eE]+)$'
    })
    expect(environment).toEqual({
      PYTHONUNBUFFERED: '1',
      MLOPS_TRAINING_ID: 'train-20250110-093000-1a2b3c4d',
      MLOPS_REPOSITORY: 'o/r',
      MLOPS_SPEC_SHA256: expect.stringMatching(/^[0-9a-f]{64}$/)
    })
    expect(rest).toEqual({
      TrainingJobName: 'mlops-churn-20250110-093000-1a2b3c4d',
      RoleArn: 'arn:aws:iam::123456789012:role/training',
      HyperParameters: { n_estimators: '100', bootstrap: 'true', criterion: '"gini"' },
      InputDataConfig: [
        channel('train', 's3://bucket/store/datasets/d1/train/'),
        channel('code', `${run}/code/`),
        channel('config', `${run}/config/`)
      ],
      OutputDataConfig: { S3OutputPath: `${run}/jobs/` },
      ResourceConfig: { InstanceType: 'ml.m5.xlarge', InstanceCount: 1, VolumeSizeInGB: 30 },
      StoppingCondition: { MaxRuntimeInSeconds: 86400 },
      EnableManagedSpotTraining: false,
      EnableNetworkIsolation: false,
      EnableInterContainerTrafficEncryption: false,
      Tags: [
        { Key: 'mlops:training-id', Value: 'train-20250110-093000-1a2b3c4d' },
        { Key: 'mlops:model-id', Value: 'churn' },
        { Key: 'mlops:repository', Value: 'o/r' },
        { Key: 'mlops:source', Value: 'o/r/issues/7' },
        { Key: 'mlops:owner', Value: 'writer' }
      ]
    })
  })

  test('starts every container with the same words, short enough for SageMaker', () => {
    const hostile = aRequest({ hyperparameters: { a: '$(reboot)"; reboot' }, target: '`reboot`' })
    const { ContainerArguments: words } = aJobSpec({ request: hostile }).AlgorithmSpecification
    expect(words).toEqual(aJobSpec().AlgorithmSpecification.ContainerArguments)
    expect(words?.map(word => word.length <= 256)).toEqual([true, true])
  })

  test('keeps everything the request says about the machine', () => {
    const spec = aJobSpec({
      request: aRequest({
        compute: {
          spot: true,
          max_runtime: '90m',
          max_wait: '3h',
          volume_size: '50500MB',
          kms_key: 'alias/models',
          vpc: { subnets: ['subnet-0a1'], security_groups: ['sg-0b2'] },
          network_isolation: true,
          encrypt_traffic: true,
          tags: { team: 'risk & fraud#7' }
        }
      }),
      instanceType: 'ml.c5.2xlarge',
      attempt: 2
    })
    expect(spec).toMatchObject({
      TrainingJobName: 'mlops-churn-20250110-093000-1a2b3c4d-r2',
      EnableManagedSpotTraining: true,
      StoppingCondition: { MaxRuntimeInSeconds: 5400, MaxWaitTimeInSeconds: 10800 },
      CheckpointConfig: { S3Uri: `${run}/checkpoints/` },
      OutputDataConfig: { KmsKeyId: 'alias/models' },
      ResourceConfig: { InstanceType: 'ml.c5.2xlarge', VolumeSizeInGB: 51, VolumeKmsKeyId: 'alias/models' },
      VpcConfig: { Subnets: ['subnet-0a1'], SecurityGroupIds: ['sg-0b2'] },
      EnableNetworkIsolation: true,
      EnableInterContainerTrafficEncryption: true
    })
    expect(spec.Tags.at(-1)).toEqual({ Key: 'team', Value: 'risk - fraud/issues/7' })
  })

  test('gives no key for disks that encrypt themselves', () => {
    const request = aRequest({ compute: { kms_key: 'k', instance_type: 'ml.g5.xlarge' } })
    expect(aJobSpec({ request }).ResourceConfig).toEqual({
      InstanceType: 'ml.g5.xlarge',
      InstanceCount: 1,
      VolumeSizeInGB: 30
    })
  })

  test('waits twice the runtime for spot unless told otherwise', () => {
    const request = aRequest({ compute: { spot: true, max_runtime: '2h' } })
    expect(aJobSpec({ request }).StoppingCondition.MaxWaitTimeInSeconds).toBe(14400)
  })

  test("hands a user's program to the kit by its environment", () => {
    const { Environment: environment } = aJobSpec(script())
    expect(environment).toMatchObject({ MLOPS_SCRIPT_DIR: 'source', MLOPS_SCRIPT_ENTRY: 'src/fit.py' })
  })

  test("leaves a user's program to the toolkit where asked", () => {
    const spec = aJobSpec(
      script({ compute: { launcher: 'toolkit', instance_count: 2 }, hyperparameters: { code: '007' } })
    )
    expect(spec.AlgorithmSpecification.ContainerEntrypoint).toBeUndefined()
    expect(spec.HyperParameters).toEqual({
      code: '"007"',
      sagemaker_program: '"src/fit.py"',
      sagemaker_submit_directory: '"/opt/ml/input/data/code/sourcedir.tar.gz"',
      sagemaker_region: '"eu-central-1"',
      sagemaker_container_log_level: '20'
    })
    expect(spec.InputDataConfig.map(({ ChannelName: name }) => name)).toEqual(['train', 'code'])
    expect(spec.Environment).not.toHaveProperty('MLOPS_SCRIPT_ENTRY')
  })

  test('shows the hyperparameters that fit and leaves the others to job.json', () => {
    const hyperparameters = { long: 'x'.repeat(2499), fits: 'x'.repeat(2498), lines: 'a\nb\u2028c' }
    const texts = aJobSpec({ request: aRequest({ hyperparameters }) }).HyperParameters
    expect(Object.keys(texts)).toEqual(['fits', 'lines'])
    expect(texts['lines']).toBe('"a\\nb\\u2028c"')
  })

  test('has a digest of what was asked for, not of who asked', () => {
    const digest = (change: Parameters<typeof aJobSpec>[0]) =>
      aJobSpec(change).Environment['MLOPS_SPEC_SHA256']
    const { run: asked } = aJobPlan()
    expect(digest({ run: { ...asked, owner: 'somebody' } })).toBe(digest({}))
    expect(digest({ instanceType: 'ml.m5.large' })).not.toBe(digest({}))
  })

  test('says all that is wrong at once, in words of the request', () => {
    const request = aRequest({
      algorithm: 'script',
      hyperparameters: { sagemaker_program: 'evil.py', long: 'x'.repeat(2600) },
      compute: {
        launcher: 'toolkit',
        framework: 'sklearn',
        framework_version: '9.9-9',
        spot: true,
        max_runtime: '2h',
        max_wait: '1h',
        checkpoints: false
      }
    })
    const planned = trainingJobSpec(aJobPlan({ request, roleArn: 'training', entryPoint: 'fit.py' }))
    const places = planned.ok ? [] : [...new Set(planned.problems.map(({ place }) => place))].sort()
    expect(places).toEqual([
      'compute.checkpoints',
      'compute.framework_version',
      'compute.max_wait',
      'execution-role-arn',
      'hyperparameters.long',
      'hyperparameters.sagemaker_program'
    ])
  })
})
