import { describe, expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { TrainingRequest } from '../../../src/domain/request/training-request.js'
import { trainingJobSpec } from '../../../src/domain/sagemaker/build-job-spec.js'
import type { TrainingJobSpec } from '../../../src/domain/sagemaker/training-job-spec.js'
import { validateJobSpec } from '../../../src/domain/sagemaker/validate-job-spec.js'
import { checkShape } from '../../../testing/aws-server/service-models/check-shape.js'
import { ServiceModel } from '../../../testing/aws-server/service-models/service-model.js'
import { creationProblems } from '../../../testing/aws-server/sagemaker/creation-rules.js'
import { aJobPlan, aJobSpec } from '../../../testing/builders/job-plan.js'
import { aRequest } from '../../../testing/builders/records.js'

const model = new ServiceModel('sagemaker')
const complaints = (spec: unknown) => checkShape(model, 'CreateTrainingJobRequest', spec)

/** What the service would say beyond its model. */
function refusals(spec: TrainingJobSpec): readonly string[] {
  return creationProblems(spec as Parameters<typeof creationProblems>[0])
}

const good = aJobSpec({
  request: aRequest({
    compute: {
      spot: true,
      max_runtime: '2h',
      kms_key: 'k',
      vpc: { subnets: ['subnet-1'], security_groups: ['sg-1'] }
    }
  })
})

/** Texts near the limits of what may be written: their lengths, their alphabets. */
const nearLimit = (...limits: number[]) =>
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 80 }),
    fc.constantFrom(
      '',
      '-',
      'a-',
      '-a',
      'a--b',
      'a_b',
      'a/b',
      'a b',
      'a\nb',
      'a\u2028b',
      'チーム',
      '#',
      '\u{1f680}'
    ),
    ...limits.flatMap(limit => [limit - 1, limit, limit + 1].map(length => fc.constant('a'.repeat(length))))
  )
const uri = fc.oneof(
  nearLimit(1024),
  nearLimit(1010).map(text => `s3://bucket/${text}`),
  nearLimit(63).map(text => `s3://${text}/x/`)
)
const arn = fc.oneof(
  nearLimit(20, 2048),
  nearLimit(64, 2017).map(text => `arn:aws:iam::123456789012:role/${text}`)
)
const number = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 0.5, NaN, 2_419_200, 2_419_201, 16_384, 16_385))

type Change = (spec: TrainingJobSpec) => TrainingJobSpec

/** One member of a job in another way. */
const change: fc.Arbitrary<Change> = fc.oneof(
  nearLimit(63).map((text): Change => spec => ({ ...spec, TrainingJobName: text })),
  arn.map((text): Change => spec => ({ ...spec, RoleArn: text })),
  nearLimit(255).map((text): Change => spec => ({
    ...spec,
    AlgorithmSpecification: { ...spec.AlgorithmSpecification, TrainingImage: text }
  })),
  fc.tuple(nearLimit(255), nearLimit(500)).map(([Name, Regex]): Change => spec => ({
    ...spec,
    AlgorithmSpecification: { ...spec.AlgorithmSpecification, MetricDefinitions: [{ Name, Regex }] }
  })),
  fc.tuple(nearLimit(256), nearLimit(2500)).map(([name, text]): Change => spec => ({
    ...spec,
    HyperParameters: { [name]: text }
  })),
  fc.tuple(nearLimit(512), nearLimit(512)).map(([name, text]): Change => spec => ({
    ...spec,
    Environment: { [name]: text }
  })),
  nearLimit(512).map((text): Change => spec => ({ ...spec, Environment: { MLOPS_SCRIPT_ENTRY: text } })),
  uri.map((text): Change => spec => ({
    ...spec,
    InputDataConfig: spec.InputDataConfig.map(channel => ({
      ...channel,
      DataSource: { S3DataSource: { ...channel.DataSource.S3DataSource, S3Uri: text } }
    }))
  })),
  uri.map((text): Change => spec => ({ ...spec, OutputDataConfig: { S3OutputPath: text } })),
  uri.map((text): Change => spec => ({ ...spec, CheckpointConfig: { S3Uri: text } })),
  nearLimit(2048).map((text): Change => spec => ({
    ...spec,
    OutputDataConfig: { ...spec.OutputDataConfig, KmsKeyId: text },
    ResourceConfig: { ...spec.ResourceConfig, VolumeKmsKeyId: text }
  })),
  fc.tuple(number, number).map(([InstanceCount, VolumeSizeInGB]): Change => spec => ({
    ...spec,
    ResourceConfig: { ...spec.ResourceConfig, InstanceCount, VolumeSizeInGB }
  })),
  fc
    .tuple(number, fc.option(number, { nil: undefined }), fc.boolean())
    .map(([MaxRuntimeInSeconds, wait, isSpot]): Change => spec => ({
      ...spec,
      EnableManagedSpotTraining: isSpot,
      StoppingCondition: { MaxRuntimeInSeconds, ...(wait !== undefined && { MaxWaitTimeInSeconds: wait }) }
    })),
  fc
    .tuple(fc.array(nearLimit(32)), fc.array(nearLimit(32)))
    .map(([Subnets, SecurityGroupIds]): Change => spec => ({
      ...spec,
      VpcConfig: { Subnets, SecurityGroupIds }
    })),
  fc
    .array(fc.record({ Key: nearLimit(128), Value: nearLimit(256) }))
    .map((Tags): Change => spec => ({ ...spec, Tags })),
  fc.integer({ min: 90, max: 110 }).map((count): Change => spec => ({
    ...spec,
    HyperParameters: Object.fromEntries(Array.from({ length: count }, (_, index) => [`h${index}`, '1'])),
    Tags: Array.from({ length: count - 55 }, (_, index) => ({ Key: `k${index}`, Value: '' }))
  }))
)

describe("a training job, by AWS's own service model", () => {
  test('is valid with every section', () => {
    const request = aRequest({
      algorithm: 'script',
      hyperparameters: { rate: 0.1, layers: [1, 2], name: 'Ünïcode\n\u2028"' },
      compute: {
        spot: true,
        max_runtime: '2h',
        kms_key: 'arn:aws:kms:eu-central-1:123456789012:key/0a1b',
        vpc: { subnets: ['subnet-0a1'], security_groups: ['sg-0b2'] },
        metric_definitions: { loss: 'loss=(.*)' },
        tags: { team: 'forecast' }
      }
    })
    expect(complaints(aJobSpec({ request, entryPoint: 'fit.py' }))).toEqual([])
  })

  test('is valid whatever hostile values the request has, or is refused here', () => {
    const text = fc.string({ unit: 'binary', maxLength: 3000 })
    fc.assert(
      fc.property(
        fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,20}$/), text),
        text,
        (values, owner) => {
          const plan = aJobPlan({ request: aRequest({ hyperparameters: values }) })
          const planned = trainingJobSpec({ ...plan, run: { ...plan.run, owner } })
          expect(planned.ok ? complaints(planned.spec) : []).toEqual([])
        }
      )
    )
  })

  test('is checked here at least as strictly', () => {
    const plain = aJobSpec()
    const wrong = [
      { ...plain, TrainingJobName: 'a_b' },
      { ...plain, RoleArn: 'role' },
      { ...plain, Tags: [{ Key: 'k', Value: '#' }] },
      { ...plain, HyperParameters: { x: 'a'.repeat(2501) } }
    ]
    expect(wrong.map(spec => complaints(spec).length > 0)).toEqual(wrong.map(() => true))
  })

  test('that passes our checks passes those of AWS, whichever members are how near to their limits', () => {
    let passed = 0
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), changes => {
        const spec = changes.reduce((made, apply) => apply(made), good)
        if (validateJobSpec(spec).length > 0) return
        passed += 1
        expect([...complaints(spec), ...refusals(spec)]).toEqual([])
      }),
      { numRuns: 3000 }
    )
    expect(passed).toBeGreaterThan(300)
  })

  test('is one that AWS takes, whatever of compute is asked for, or is refused by a field of the request', () => {
    const time = fc.constantFrom('1s', '90s', '59m', '1h', '61m', '24h', '672h', '673h', '9999h')
    const compute: fc.Arbitrary<NonNullable<TrainingRequest['compute']>> = fc.record(
      {
        instance_type: fc.constantFrom('ml.m5.xlarge', 'ml.p3.2xlarge', 'ml.g4dn.xlarge', 'ml.trn1.2xlarge'),
        instance_count: fc.integer({ min: 1, max: 100 }),
        data_distribution: fc.constantFrom('replicated' as const, 'sharded' as const),
        spot: fc.boolean(),
        max_runtime: time,
        max_wait: time,
        volume_size: fc.constantFrom('1B', '1GB', '30GB', '16384GB', '16385GB', '999999999GB'),
        framework: fc.constantFrom(
          'sklearn' as const,
          'xgboost' as const,
          'pytorch' as const,
          'tensorflow' as const
        ),
        launcher: fc.constantFrom('kit' as const, 'toolkit' as const),
        checkpoints: fc.boolean(),
        network_isolation: fc.boolean(),
        encrypt_traffic: fc.boolean()
      },
      { requiredKeys: [] }
    )
    const fields = /^(?:compute\.|hyperparameters|model_id|entry-point|execution-role-arn|algorithm|store)/
    fc.assert(
      fc.property(
        compute,
        fc.constantFrom('us-east-1', 'cn-north-1', 'eu-central-1', 'xx-new-1'),
        (asked, region) => {
          const request = aRequest({ algorithm: 'script', compute: asked })
          const planned = trainingJobSpec(aJobPlan({ request, region, entryPoint: 'fit.py' }))
          if (planned.ok) expect([...complaints(planned.spec), ...refusals(planned.spec)]).toEqual([])
          else for (const { place } of planned.problems) expect(place).toMatch(fields)
        }
      ),
      { numRuns: 1000 }
    )
  })
})
