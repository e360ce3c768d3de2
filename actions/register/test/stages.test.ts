import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

describe('manual approval', () => {
  test('lets the version wait as candidate', async () => {
    const outcome = await world.run(1, {}, { approval: 'manual' })
    expect(outcome).toMatchObject({
      decision: 'pending-approval',
      reasonCode: 'awaiting-approval',
      stage: 'candidate'
    })
    expect(outcome.message).toContain('/mlops approve v1.0.0')
    expect(await world.registry()).toMatchObject({ production: null })
  })

  test('promote: false registers a candidate', async () => {
    expect(await world.run(1, {}, { promote: 'false' })).toMatchObject({
      decision: 'registered',
      reasonCode: 'registered-candidate',
      stage: 'candidate'
    })
  })
})

describe('promote', () => {
  test.each([
    ['the named version', { 'model-id': 'churn', version: 'v1.0.1' }],
    ['the version of the run', { 'training-id': trainingIdOf(2) }],
    ['the latest candidate', { 'model-id': 'churn' }]
  ])('makes %s production and archives the one before', async (_name, texts) => {
    await world.run(1)
    await world.run(2, {}, { approval: 'manual' })
    const outcome = await world.call({ operation: 'promote', ...texts })
    expect(outcome).toMatchObject({
      decision: 'promoted',
      reasonCode: 'promoted',
      version: 'v1.0.1',
      stage: 'production',
      previousProduction: 'v1.0.0',
      modelUri: 'memory:models/churn/v1.0.1/model.tar.gz',
      metrics: { accuracy: 0.9 }
    })
    expect(await world.registry()).toMatchObject({
      production: 'v1.0.1',
      versions: [
        { version: 'v1.0.0', stage: 'archived' },
        { version: 'v1.0.1', stage: 'production', promoted_at: '2025-01-10T10:02:00.000Z' }
      ]
    })
  })

  test('of what is in production changes nothing', async () => {
    await world.run(1)
    expect(await world.call({ operation: 'promote', 'model-id': 'churn', version: 'v1.0.0' })).toMatchObject({
      decision: 'promoted',
      reasonCode: 'already-production'
    })
  })

  test('of a run without a version never takes the candidate of another', async () => {
    await world.run(1, {}, { approval: 'manual' })
    await world.putRun(2)
    expect(await world.call({ operation: 'promote', 'training-id': trainingIdOf(2) })).toMatchObject({
      decision: 'refused',
      reasonCode: 'version-unknown',
      version: undefined
    })
    expect(await world.stages()).toEqual(['v1.0.0 candidate'])
  })

  test.each([
    ['an unknown version', 'v9.0.0', 'version-unknown'],
    ['a rejected version', 'v1.0.0', 'version-not-promotable']
  ])('refuses %s', async (_name, version, reasonCode) => {
    await world.run(1, {}, { approval: 'manual' })
    await world.call({ operation: 'reject', 'model-id': 'churn', version: 'v1.0.0' })
    const outcome = await world.call({ operation: 'promote', 'model-id': 'churn', version })
    expect(outcome).toMatchObject({ decision: 'refused', reasonCode })
    expect(await world.registry()).toMatchObject({ production: null })
  })

  test('refuses a model without versions', async () => {
    expect(await world.call({ operation: 'promote', 'model-id': 'nobody' })).toMatchObject({
      decision: 'refused',
      reasonCode: 'version-unknown'
    })
    expect(await world.files('models/')).toEqual([])
  })

  test('of two versions at once leaves one in production', async () => {
    await world.run(1, {}, { approval: 'manual' })
    await world.run(2, {}, { approval: 'manual' })
    const promote = (version: string) => world.call({ operation: 'promote', 'model-id': 'churn', version })
    await Promise.all([promote('v1.0.0'), promote('v1.0.1')])
    const registry = await world.registry()
    const producing = registry?.versions.filter(version => version.stage === 'production')
    expect(producing?.map(version => version.version)).toEqual([registry?.production])
    expect(registry?.versions.map(version => version.stage).sort()).toEqual(['archived', 'production'])
  })
})

describe('reject', () => {
  test('puts a candidate aside for good', async () => {
    await world.run(1, {}, { approval: 'manual' })
    expect(await world.call({ operation: 'reject', 'model-id': 'churn', version: 'v1.0.0' })).toMatchObject({
      decision: 'rejected',
      reasonCode: 'rejected',
      stage: 'rejected'
    })
    expect(await world.stages()).toEqual(['v1.0.0 rejected'])
  })

  test('refuses what is in production', async () => {
    await world.run(1)
    expect(await world.call({ operation: 'reject', 'model-id': 'churn', version: 'v1.0.0' })).toMatchObject({
      decision: 'refused',
      reasonCode: 'version-in-production',
      stage: 'production'
    })
    expect(await world.stages()).toEqual(['v1.0.0 production'])
  })
})

describe('retention', () => {
  test('keeps the last five generations and removes the files of the others', async () => {
    // Candidates that were never in production: no rollback needs them.
    for (let number = 1; number <= 5; number++) await world.run(number, {}, { promote: 'false' })
    const outcome = await world.run(6, {}, { promote: 'false' })
    expect(outcome.pruned).toEqual(['v1.0.0'])
    expect((await world.stages()).map(stage => stage.split(' ')[0])).toEqual([
      'v1.0.1',
      'v1.0.2',
      'v1.0.3',
      'v1.0.4',
      'v1.0.5'
    ])
    expect(await world.files('models/churn/v1.0.0/')).toEqual(['reservation.json'])
    expect(await world.files('models/churn/v1.0.1/')).toContain('model.tar.gz')
  })

  test('keep: 6 keeps one more', async () => {
    for (let number = 1; number <= 6; number++) await world.run(number, {}, { promote: 'false', keep: '6' })
    expect(await world.stages()).toHaveLength(6)
  })

  test('never removes what is in production, however old', async () => {
    await world.run(1)
    for (let number = 2; number <= 8; number++) await world.run(number, {}, { promote: 'false' })
    expect(await world.stages()).toContain('v1.0.0 production')
    expect(await world.files('models/churn/v1.0.0/')).toContain('model.tar.gz')
    expect(await world.stages()).toHaveLength(6)
  })
})
