import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { CloudWorld, jobName } from './cloud-world.js'

let world: CloudWorld
beforeEach(async () => {
  world = await CloudWorld.open()
})
afterEach(async () => {
  expect(world.leftovers()).toEqual([])
  expect(await world.close()).toEqual([])
})

describe('a training in SageMaker that completes', () => {
  test('leaves the archive in its place, and a record of job, bill and metrics', async () => {
    const process = world.process()
    const outcome = await process.call()
    expect(outcome).toMatchObject({ decision: 'completed', reasonCode: 'trained', hint: undefined })
    expect(world.jobs).toEqual([jobName])
    const { record } = outcome
    expect(record).toEqual(await world.record())
    expect(record).toMatchObject({
      backend: 'sagemaker',
      job_name: jobName,
      metrics: { train_accuracy: 1 },
      engine: { 'scikit-learn': expect.any(String) },
      dataset: { train_rows: 100, features: ['x'], target: 'label' },
      model_artifact: { uri: `s3://bucket/store/runs/${trainingId}/output/model.tar.gz` },
      // 0.23 USD an hour, one hour at most.
      cost: { worst_case_usd: 0.23, usd_per_hour: 0.23, instance_type: 'ml.m5.xlarge', instance_count: 1 }
    })
    const billable = record?.billable_seconds ?? 0
    expect(billable).toBeGreaterThan(0)
    expect(record?.cost?.billed_usd).toBeCloseTo((0.23 * billable) / 3600, 12)
    expect(await world.store.read(layout.modelArchive(trainingId))).toBeDefined()
    expect(process.lines).toContain('random_forest, classification')
    expect(process.kept.get('training-settled')).toBe('true')
    expect(process.lines.join('\n')).toContain(
      '0.23 USD per hour of ml.m5.xlarge × 1 instance × 1 h (max_runtime) = at most 0.23 USD'
    )
  })

  test('is reported again and not trained again', async () => {
    expect(await world.process().call()).toMatchObject({ decision: 'completed', reasonCode: 'trained' })
    expect(await world.process().call()).toMatchObject({
      decision: 'completed',
      reasonCode: 'already-trained'
    })
    expect(world.jobs).toEqual([jobName])
  })

  test('gives its place for training jobs back', async () => {
    world.policy = { ...world.policy, limits: { max_concurrent_jobs: 1 } }
    await world.process().call()
    const lease = await world.store.read(layout.lease('training-jobs', 1))
    expect(JSON.parse(new TextDecoder().decode(lease?.bytes))).toMatchObject({ holder: null })
  })
})
