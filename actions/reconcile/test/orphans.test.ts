import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { jobNameOf } from '../../../shared/src/domain/sagemaker/job-name.js'
import { ServiceError, UserError } from '../../../shared/src/errors.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { jobName, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.close()).toEqual([])
})

describe('a training job of this repository and store', () => {
  test('without a record is stopped', async () => {
    await world.job()
    const outcome = await world.reconcile()
    expect(outcome).toMatchObject({ decision: 'acted', ended: [], stopped: [{ name: jobName, trainingId }] })
    expect(world.stops).toEqual([`stop ${jobName}`])
    expect(await world.record()).toBeUndefined()
  })

  test('whose run is over is stopped, and the run stays as it is', async () => {
    const before = await world.cloudRun(600, { status: 'failed', reason_code: 'internal' })
    await world.job()
    expect(await world.reconcile()).toMatchObject({ ended: [], stopped: [{ why: 'its run is failed' }] })
    expect(await world.record()).toEqual(before)
  })

  test('whose run names another job is stopped', async () => {
    await world.cloudRun(0, { job_name: jobNameOf(trainingId, 'churn', 1), attempts: { retries: 1, job: 1 } })
    await world.job()
    expect(await world.reconcile()).toMatchObject({ stopped: [{ name: jobName }] })
    expect((await world.mustHave()).status).toBe('running')
  })

  test('of a run older than the window is looked at all the same', async () => {
    world.clock.time = Date.parse('2025-03-10T10:00:00Z')
    await world.cloudRun(600)
    await world.job()
    expect(await world.reconcile()).toMatchObject({ looked: 0, stopped: [{ name: jobName }] })
    expect(await world.mustHave()).toMatchObject({ status: 'stopped', reason_code: 'orphaned' })
  })

  test('whose step is alive is left alone', async () => {
    await world.cloudRun(0.5)
    await world.job()
    expect(await world.reconcile()).toMatchObject({ decision: 'clean' })
  })

  test('that is stopping already is not asked again', async () => {
    await world.job()
    await world.remote.stop(jobName)
    await world.reconcile()
    await world.reconcile()
    expect(world.stops).toHaveLength(1)
  })
})

describe('a training job of somebody else', () => {
  test.each([
    ['in another store', { output: 's3://other/store/runs/x/jobs/' }],
    ['in a store whose name begins like ours', { output: `memory:runs/${trainingId}/jobs-of-others/` }],
    ['of another repository', { repository: 'o/other' }]
  ])('%s is left alone', async (_, change) => {
    await world.job(trainingId, change)
    expect(await world.reconcile()).toMatchObject({ decision: 'clean', stopped: [] })
    expect(world.stops).toEqual([])
  })

  test('is left alone where a record names it: this store is a copy of its own', async () => {
    await world.cloudRun(16)
    await world.job(trainingId, { output: `s3://original/store/runs/${trainingId}/jobs/` })
    expect(await world.reconcile()).toMatchObject({ stopped: [], ended: [{ reasonCode: 'runner-lost' }] })
    expect(world.stops).toEqual([])
  })

  test('is left alone where its tags say ours and its environment does not', async () => {
    await world.job(trainingId, { repository: 'o/other' })
    const lying = Object.create(world.remote) as typeof world.remote
    lying.list = async function* () {
      yield { name: jobName, createdAt: new Date(0), tags: new Map() }
    }
    lying.describe = name => world.remote.describe(name)
    await world.reconcile({}, { openCloud: async () => lying })
    expect(world.stops).toEqual([])
  })
})

test.each([
  ['a stop', 'stop', new ServiceError('sagemaker-throttled', 'Rate exceeded', { retryable: true })],
  ['the list', 'list', new UserError('access-denied', 'sagemaker:ListTrainingJobs is not allowed')]
] as const)('%s that fails is a warning', async (_, operation, error) => {
  await world.job()
  world.remote.failNext(operation, ...Array<Error>(operation === 'stop' ? 3 : 1).fill(error))
  const outcome = await world.reconcile()
  expect(outcome.warnings).toEqual([expect.stringContaining(error.message)])
  expect(outcome).toMatchObject({ decision: 'clean', stopped: [] })
  expect(await world.reconcile()).toMatchObject({ stopped: [{ name: jobName }] })
})

test('SageMaker that cannot be opened is a warning', async () => {
  const openCloud = () => Promise.reject(new UserError('aws-region-missing', 'no AWS region is known'))
  expect((await world.reconcile({}, { openCloud })).warnings.join('\n')).toContain('no AWS region is known')
})

test('a store outside of S3 has no training jobs', async () => {
  expect(await world.reconcile({}, { openCloud: undefined })).toMatchObject({
    decision: 'clean',
    warnings: []
  })
  expect(world.remote.calls).toEqual([])
})

describe('places for training jobs', () => {
  test('held by a run that is not in the store are warned of', async () => {
    await world.slot(4, 'train-20240101-000000-00000000')
    const outcome = await world.reconcile()
    expect(outcome).toMatchObject({ decision: 'clean', reasonCode: 'only-warnings' })
    expect(outcome.warnings[0]).toContain('leases/training-jobs/4.json')
    expect(await world.holderOf(4)).toBe('train-20240101-000000-00000000')
  })

  test('held by a living run stay', async () => {
    await world.cloudRun(0)
    await world.job()
    await world.slot(4, trainingId)
    expect(await world.reconcile()).toMatchObject({ decision: 'clean', warnings: [] })
    expect(await world.holderOf(4)).toBe(trainingId)
  })
})
