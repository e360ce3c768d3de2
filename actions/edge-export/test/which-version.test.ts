import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { codeOf } from '../../../shared/testing/code-of.js'
import { classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.inference.open).toBe(0)
  world.close()
})

describe('the version', () => {
  test.each([
    ['in production', {}, 'v1.0.1'],
    ['that is named', { version: 'v1.0.0' }, 'v1.0.0'],
    ['made by the run', { 'training-id': trainingIdOf(2) }, 'v1.0.2'],
    ['made by the run, without a model id', { 'training-id': trainingIdOf(2), 'model-id': '' }, 'v1.0.2'],
    ['that is named and made by the run', { 'training-id': trainingIdOf(0), version: 'v1.0.0' }, 'v1.0.0']
  ])('%s is exported', async (_name, texts, version) => {
    await world.register(0, { stage: 'archived' })
    await world.register(1)
    await world.register(2, { stage: 'candidate' })
    expect(await world.call({ ...texts })).toMatchObject({ decision: 'exported', version })
  })

  test('that is a candidate is exported with a warning', async () => {
    await world.register(0, { stage: 'candidate' })
    expect((await world.call({ version: 'v1.0.0' })).warnings.join()).toContain('candidate')
  })
})

describe('unsupported, without onnxruntime and without a file in the store:', () => {
  test.each([
    ['no such version', { version: 'v9.0.0' }, 'version-unknown'],
    ['a run that was not registered', { 'training-id': trainingIdOf(9) }, 'version-unknown'],
    ['a version of another run', { version: 'v1.0.0', 'training-id': trainingIdOf(1) }, 'version-unknown'],
    ['nothing in production', {}, 'no-production-version'],
    ['a rejected version', { version: 'v1.0.1' }, 'version-not-exportable'],
    ['a quarantined version', { version: 'v1.0.2' }, 'version-not-exportable'],
    ['a version without model.onnx', { version: 'v1.0.3' }, 'no-onnx-model'],
    ['Neo', { version: 'v1.0.0', 'neo-target-device': 'jetson_nano' }, 'neo-unavailable']
  ])('%s', async (_name, texts, reasonCode) => {
    world.inference.native = undefined
    await world.register(0, { stage: 'candidate' })
    await world.register(1, { stage: 'rejected' })
    await world.register(2, { stage: 'quarantined' })
    await world.register(3, { stage: 'candidate', archive: await classifierArchive() })
    const outcome = await world.call({ ...texts })
    expect(outcome).toMatchObject({ decision: 'unsupported', reasonCode })
    expect(world.inference.loads).toBe(0)
    expect(await world.releases()).toBeUndefined()
    expect(await world.published(outcome.version ?? 'v1.0.0')).toEqual([])
  })
})

describe('a version that the registry lists as quarantined', () => {
  test.each(['production', 'candidate'] as const)('is not exported even as %s', async stage => {
    await world.register(0, { stage })
    const key = 'models/churn/registry.json'
    const registry = JSON.parse(new TextDecoder().decode(await world.bytes(key))) as object
    const digest = 'a'.repeat(64)
    const named = { version: 'v1.0.0', reason: 'bad', request_sha256: digest, dataset_sha256: null }
    const changed = { ...registry, quarantine: [named] }
    await world.store.write(key, new TextEncoder().encode(JSON.stringify(changed)))
    const outcome = await world.call({ version: 'v1.0.0' })
    expect(outcome).toMatchObject({ decision: 'unsupported', reasonCode: 'version-not-exportable' })
    expect(outcome.message).toContain('is quarantined')
    expect(await world.published()).toEqual([])
  })
})

test('a version that does not exist is answered with those that do, the newest ten', async () => {
  for (let patch = 0; patch < 12; patch++) await world.register(patch, { stage: 'archived' })
  const { message } = await world.call({ version: 'v9.0.0' })
  expect(message).toBe(
    'churn has no version v9.0.0; it has v1.0.2, v1.0.3, v1.0.4, v1.0.5, v1.0.6, v1.0.7, v1.0.8, v1.0.9, v1.0.10, v1.0.11 and 2 older.'
  )
})

test('a model that was named and never registered fails the step', async () => {
  await world.register(0)
  for (const version of ['', 'v1.0.0'])
    expect(await codeOf(world.call({ 'model-id': 'other', version }))).toBe('model-unknown')
})

describe('what is wrong with the store', () => {
  test.each([
    ['an ONNX file that changed', 'model.onnx', 'artifact-changed'],
    ['an archive that changed', 'model.tar.gz', 'artifact-changed'],
    ['metadata that are none', 'model_metadata.json', 'record-unreadable']
  ])('%s fails the step', async (_name, file, code) => {
    await world.register(0)
    await world.store.write(`models/churn/v1.0.0/${file}`, new TextEncoder().encode('other'))
    expect(await codeOf(world.call())).toBe(code)
    expect(await world.published()).toEqual([])
  })

  test.each([
    ['an ONNX file that is gone', 'model.onnx', 'store-object-missing'],
    ['an archive that is gone', 'model.tar.gz', 'store-object-missing'],
    ['metadata that are gone', 'model_metadata.json', 'record-missing']
  ])('%s fails the step', async (_name, file, code) => {
    await world.register(0)
    await world.store.remove(`models/churn/v1.0.0/${file}`)
    expect(await codeOf(world.call())).toBe(code)
  })

  test('a run that does not exist fails the step', async () => {
    const call = world.call({ 'model-id': '', 'training-id': trainingIdOf(7) })
    expect(await codeOf(call)).toBe('record-missing')
  })

  test('a machine that runs no models fails the step', async () => {
    await world.register(0)
    world.inference.native = undefined
    expect(await codeOf(world.call())).toBe('unsupported-platform')
    expect(world.leftovers()).toEqual([])
  })
})
