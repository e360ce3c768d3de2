import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { writeRecord } from '../../../shared/src/action/record-store.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { aRequest, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { World } from './world.js'

let world: World
beforeEach(async () => {
  world = new World()
  for (const number of [1, 2, 3]) await world.run(number)
})
afterEach(() => {
  expect(world.leftovers()).toEqual([])
  world.close()
})

describe('a rollback', () => {
  test('puts the version back that was in production before, and quarantines the other', async () => {
    expect(await world.call({ reason: 'wrong on Mondays' })).toMatchObject({
      decision: 'rolled-back',
      reasonCode: 'rolled-back',
      modelId: 'churn',
      from: 'v1.0.2',
      to: 'v1.0.1',
      verifiedFiles: 2,
      warnings: []
    })
    expect(await world.registry()).toMatchObject({
      production: 'v1.0.1',
      versions: [
        { version: 'v1.0.0', stage: 'archived' },
        { version: 'v1.0.1', stage: 'production', promoted_at: '2025-01-10T10:03:00.000Z' },
        { version: 'v1.0.2', stage: 'quarantined' }
      ],
      quarantine: [
        {
          version: 'v1.0.2',
          reason: 'wrong on Mondays',
          request_sha256: requestDigest(aRequest({ seed: 3 })),
          dataset_sha256: 'b'.repeat(64)
        }
      ]
    })
  })

  test('finds the model of a run', async () => {
    const outcome = await world.call({ 'model-id': '', 'training-id': trainingIdOf(3) })
    expect(outcome).toMatchObject({ modelId: 'churn', to: 'v1.0.1' })
  })

  test('goes to the version that is named', async () => {
    expect(await world.call({ to: 'v1.0.0' })).toMatchObject({ from: 'v1.0.2', to: 'v1.0.0' })
    expect(await world.stages()).toEqual(['v1.0.0 production', 'v1.0.1 archived', 'v1.0.2 quarantined'])
  })

  test.each([
    ['without a version', {}, 'already-restored'],
    ['with the version in production', { to: 'v1.0.1' }, 'already-restored'],
    ['of the version that has gone', { from: 'v1.0.2' }, 'already-restored']
  ])('a second time changes nothing: %s', async (_name, texts, reasonCode) => {
    await world.call()
    const before = await world.registryText()
    expect(await world.call(texts)).toMatchObject({
      decision: 'nothing-to-do',
      reasonCode,
      from: 'v1.0.2',
      to: 'v1.0.1'
    })
    expect(await world.registryText()).toBe(before)
  })

  test('a second step back names its version', async () => {
    await world.call()
    expect(await world.call({ to: 'v1.0.0' })).toMatchObject({ from: 'v1.0.1', to: 'v1.0.0' })
    expect((await world.registry())?.quarantine.map(({ version }) => version)).toEqual(['v1.0.2', 'v1.0.1'])
    expect(await world.call({ to: 'v1.0.1' })).toMatchObject({ reasonCode: 'version-withdrawn' })
  })

  test.each<[string, Record<string, string>, string, string]>([
    ['a version that is not there', { to: 'v9.0.0' }, 'refused', 'version-unknown'],
    ['a rejected version', { to: 'v1.0.3' }, 'refused', 'version-withdrawn'],
    ['a candidate', { to: 'v1.0.4' }, 'refused', 'version-never-promoted'],
    ['another version than the one in production', { from: 'v1.0.1' }, 'refused', 'production-changed'],
    [
      'what became production after it was asked for',
      { 'asked-at': '2025-01-10T10:01:00Z' },
      'refused',
      'production-changed'
    ],
    ['a model without versions', { 'model-id': 'nobody' }, 'refused', 'no-production-version'],
    ['the version in production', { to: 'v1.0.2' }, 'nothing-to-do', 'already-production']
  ])('changes nothing for %s', async (_name, texts, decision, reasonCode) => {
    await world.run(4, { promote: 'false' })
    await world.register({ operation: 'reject', 'model-id': 'churn', version: 'v1.0.3' })
    await world.run(5, { promote: 'false' })
    const before = await world.registryText()
    expect(await world.call(texts)).toMatchObject({ decision, reasonCode })
    expect(await world.registryText()).toBe(before)
  })

  test('needs a version that was in production before', async () => {
    for (const version of ['v1.0.0', 'v1.0.1'])
      await world.register({ operation: 'reject', 'model-id': 'churn', version })
    expect(await world.call()).toMatchObject({ decision: 'refused', reasonCode: 'no-earlier-version' })
  })
})

describe('the files of the version to restore', () => {
  const file = (name: string) => layout.versionFile('churn', 'v1.0.1', name)

  test.each<[string, () => Promise<unknown>, string]>([
    ['a changed model', () => world.store.write(file('model.onnx'), new Uint8Array(9)), 'artifact-changed'],
    [
      'a changed archive',
      () => world.store.write(file('model.tar.gz'), new Uint8Array(9)),
      'artifact-changed'
    ],
    ['a missing model', () => world.store.remove(file('model.onnx')), 'store-object-missing'],
    ['missing metadata', () => world.store.remove(file('model_metadata.json')), 'record-missing'],
    [
      'the metadata and files of another version',
      async () => {
        for (const name of ['model_metadata.json', 'model.tar.gz', 'model.onnx']) {
          const other = await world.store.read(layout.versionFile('churn', 'v1.0.0', name))
          await world.store.write(file(name), other?.bytes ?? new Uint8Array())
        }
      },
      'artifact-changed'
    ]
  ])('are compared before anything is changed: %s', async (_name, damage, code) => {
    await damage()
    const before = await world.registryText()
    expect(await codeOf(world.call())).toBe(code)
    expect(await world.registryText()).toBe(before)
  })

  test('are the only ones that must be whole: a damaged version can leave production', async () => {
    for await (const { key } of world.store.list(layout.version('churn', 'v1.0.2')))
      await world.store.remove(key)
    expect(await world.call()).toMatchObject({ decision: 'rolled-back', to: 'v1.0.1' })
  })

  test('also one that an earlier release registered, whose origin the registry does not know', async () => {
    const registry = await world.registry()
    const versions = registry?.versions.map(version => ({ ...version, origin: undefined }))
    await writeRecord(world.store, layout.registry('churn'), { ...registry, versions })
    await world.store.remove(layout.versionFile('churn', 'v1.0.2', 'model_metadata.json'))
    expect(await world.call()).toMatchObject({ decision: 'rolled-back' })
    expect((await world.registry())?.quarantine).toMatchObject([
      { request_sha256: requestDigest(aRequest({ seed: 3 })), dataset_sha256: 'b'.repeat(64) }
    ])
  })
})

describe('after a rollback', () => {
  beforeEach(async () => {
    await world.call({ reason: 'wrong on Mondays' })
  })

  test('the same request on the same data is not registered, another request is', async () => {
    expect(await world.run(4, {}, 3)).toMatchObject({
      decision: 'refused',
      reasonCode: 'quarantined',
      message: expect.objectContaining({ values: ['v1.0.2', 'wrong on Mondays'] })
    })
    expect(await world.run(5)).toMatchObject({ decision: 'registered', stage: 'production' })
  })

  test('a release lets it be registered again', async () => {
    expect(await world.call({ release: 'v1.0.2' })).toMatchObject({
      decision: 'rolled-back',
      reasonCode: 'released',
      from: undefined,
      to: undefined,
      released: { version: 'v1.0.2', stage: 'archived' }
    })
    expect(await world.registry()).toMatchObject({ production: 'v1.0.1', quarantine: [] })
    expect(await world.call({ release: 'v1.0.2' })).toMatchObject({ reasonCode: 'not-quarantined' })
    expect(await world.call({ release: 'v7.0.0' })).toMatchObject({ reasonCode: 'version-unknown' })
    expect(await world.run(4, {}, 3)).toMatchObject({ decision: 'registered' })
  })

  test('the released version can be promoted, the quarantined one cannot', async () => {
    const promote = () => world.register({ operation: 'promote', 'model-id': 'churn', version: 'v1.0.2' })
    expect(await promote()).toMatchObject({ decision: 'refused', reasonCode: 'version-not-promotable' })
    await world.call({ release: 'v1.0.2' })
    expect(await promote()).toMatchObject({ decision: 'promoted' })
  })

  test('the gate of a retraining compares with the restored version', async () => {
    expect((await world.registry())?.production).toBe('v1.0.1')
    expect(await world.run(6, { approval: 'manual' })).toMatchObject({ previousProduction: 'v1.0.1' })
  })
})

describe('a candidate made from what is quarantined meanwhile', () => {
  test('is not promoted', async () => {
    await world.run(4, { approval: 'manual' }, 3)
    await world.call()
    const promoted = await world.register({ operation: 'promote', 'model-id': 'churn', version: 'v1.0.3' })
    expect(promoted).toMatchObject({ decision: 'refused', reasonCode: 'quarantined' })
    expect(await world.registry()).toMatchObject({ production: 'v1.0.1' })
  })

  test('is warned of when it is what is restored', async () => {
    await world.run(4, {}, 3)
    const outcome = await world.call()
    expect(outcome).toMatchObject({ decision: 'rolled-back', from: 'v1.0.3', to: 'v1.0.2' })
    expect(outcome.warnings).toEqual([
      expect.objectContaining({ template: expect.stringContaining('same request and the same data') })
    ])
  })
})
