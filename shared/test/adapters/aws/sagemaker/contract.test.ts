import { ListTagsCommand, SageMakerClient } from '@aws-sdk/client-sagemaker'
import { afterAll, describe, expect, jest, test } from '@jest/globals'
import { SageMakerTraining } from '../../../../src/adapters/aws/sagemaker/sagemaker-training.js'
import type { TrainingJobSpec } from '../../../../src/domain/sagemaker/training-job-spec.js'
import { aJobSpec } from '../../../../testing/builders/job-plan.js'
import { aRequest } from '../../../../testing/builders/records.js'
import { codeOf } from '../../../../testing/code-of.js'
import { remoteTrainingContract } from '../../../../testing/contracts/remote-training-contract.js'
import { startMoto, type Moto } from '../../../../testing/moto.js'
import { until } from '../../../../testing/until.js'
import { openRealAws, realPlace } from './real-aws.js'
import { openTrainingPlace } from './training-place.js'

const moto = await startMoto()
const real = realPlace()
const summary = [
  'test server: ran',
  moto === undefined ? 'moto: no Python here has it' : `moto ${moto.version}: ran, what it can`,
  real === undefined
    ? 'AWS: not asked for (MLOPS_TEST_S3, MLOPS_TEST_EXECUTION_ROLE, AWS_REGION)'
    : `AWS: ran in ${real.region}`
]
process.stderr.write(`Contract of training jobs: ${summary.join('; ')}\n`)
afterAll(() => moto?.stop())

/** The same job with a program of the test in place of the kit. */
function sleeping(spec: TrainingJobSpec): TrainingJobSpec {
  const program = 'echo one; echo two; exec sleep 600'
  const algorithm = { ...spec.AlgorithmSpecification, ContainerArguments: ['-c', program] }
  return { ...spec, AlgorithmSpecification: algorithm }
}

remoteTrainingContract('SageMakerTraining on the test server', async () => {
  const { cloud, remote, roleArn } = await openTrainingPlace({ timeScale: 1000 })
  return {
    remote,
    place: spec => ({ ...sleeping(spec), RoleArn: roleArn }),
    untilLogged: name =>
      until(async () => (await remote.logs(name, undefined)).events.length >= 2, `two lines of ${name}`, {
        everyMs: 50
      }),
    untilEnded: async name => {
      await cloud.sagemaker.ended(name)
    },
    close: async () => {
      await cloud.close()
      expect([...cloud.violations, ...cloud.defects]).toEqual([])
    }
  }
})

if (real !== undefined) {
  jest.setTimeout(20 * 60_000)
  remoteTrainingContract('SageMakerTraining in AWS', () => openRealAws(real))
}

if (moto !== undefined) onMoto(moto)

/**
 * moto takes every job, refuses no duplicate, runs nothing and completes it at once, and has no StopTrainingJob;
 * of a job it forgets the environment, of an unknown one it speaks in words of its own. So it is
 * asked only what it can answer: whether another reader of the protocol finds in our requests what we meant.
 */
function onMoto({ endpoint }: Moto): void {
  describe('SageMakerTraining on moto', () => {
    const access = {
      region: 'eu-central-1',
      endpoint,
      credentials: { accessKeyId: 'moto', secretAccessKey: 'moto' }
    }
    const remote = new SageMakerTraining({ ...access, maxAttempts: 1 })
    const compute = { spot: true, max_runtime: '2h', kms_key: 'alias/k', tags: { team: 'a' } } as const
    const spec = aJobSpec({ request: aRequest({ compute }) })

    test('makes a job with every section and describes it as it was asked for', async () => {
      expect(await remote.create(spec)).toBe('created')
      expect(await remote.describe(spec.TrainingJobName)).toMatchObject({
        name: spec.TrainingJobName,
        state: 'completed',
        phase: 'completed',
        spot: true
      })
    })

    test('has our tags', async () => {
      const client = new SageMakerClient(access)
      const job = `arn:aws:sagemaker:eu-central-1:123456789012:training-job/${spec.TrainingJobName}`
      const { Tags: tags } = await client.send(new ListTagsCommand({ ResourceArn: job }))
      client.destroy()
      expect(tags).toEqual(expect.arrayContaining([{ Key: 'team', Value: 'a' }]))
      expect(tags).toHaveLength(spec.Tags.length)
    })

    test('has no log, which is no error', async () => {
      expect((await remote.logs(spec.TrainingJobName, undefined)).events).toEqual([])
    })

    test('fails where it lacks an operation, and that is called an outage', async () => {
      expect(await codeOf(remote.stop(spec.TrainingJobName))).toMatch(/^sagemaker-/)
    })
  })
}
