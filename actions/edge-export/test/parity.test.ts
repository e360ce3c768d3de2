import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { inspectOnnx } from '../../../shared/src/onnx/onnx-inspection.js'
import { archiveOf, classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { linearRows, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.inference.open).toBe(0)
  world.close()
})

describe('parity', () => {
  test("is with the library's own predictions in the archive", async () => {
    await world.register(0)
    const { parity } = await world.call()
    expect(parity).toMatchObject({
      reference: 'library',
      rows: 5,
      passed: true,
      label_flips: 0,
      tolerance: 1e-5
    })
    expect(parity?.max_absolute_difference).toBeLessThan(1e-6)
  })

  test('that fails publishes nothing, and what devices have stays', async () => {
    await world.register(0)
    await world.call()
    await world.register(1, { archive: await classifierArchive(), onnx: await onnxOf('v1.0.0') })
    await world.register(2, {
      archive: await classifierArchive({ parityError: 0.01 }),
      onnx: await onnxOf('v1.0.0')
    })
    const outcome = await world.call()
    expect(outcome).toMatchObject({
      decision: 'parity-failed',
      reasonCode: 'parity-failed',
      version: 'v1.0.2',
      parity: { passed: false, rows: 5 },
      earlier: { version: 'v1.0.0', counter: 1 },
      release: undefined
    })
    // The archive claims 0.01 more than the model gives.
    expect(outcome.parity?.max_absolute_difference).toBeCloseTo(0.01, 6)
    expect(await world.published('v1.0.2')).toEqual([])
    expect(await world.releases()).toMatchObject({ counter: 1, current: { version: 'v1.0.0' } })
  })

  test("of a script's own model is with the registered file on the test rows", async () => {
    await world.registerNetwork(0)
    expect((await world.call()).parity).toMatchObject({
      reference: 'registered-model',
      rows: 60,
      max_absolute_difference: 0,
      label_flips: 0
    })
  })

  test('without any rows is unsupported', async () => {
    const network = await world.registerNetwork(0)
    await world.register(1, { archive: await archiveOf({ 'model.onnx': network.onnx }), onnx: network.onnx })
    await world.store.remove('datasets/d1/test/rows.csv')
    expect(await world.call()).toMatchObject({ decision: 'unsupported', reasonCode: 'no-real-rows' })
  })
})

async function onnxOf(version: string): Promise<Uint8Array> {
  const bytes = await world.bytes(`models/churn/${version}/model.onnx`)
  if (bytes === undefined) throw new Error(`${version} has no ONNX file`)
  return bytes
}

describe('the exported file', () => {
  test('says what it is and where it comes from', async () => {
    await world.register(0)
    await world.call()
    const { metadata } = inspectOnnx((await world.bytes('edge/churn/v1.0.0/model.onnx')) ?? new Uint8Array())
    const archive = (await world.bytes('models/churn/v1.0.0/model.tar.gz')) ?? new Uint8Array()
    expect(Object.fromEntries(metadata)).toMatchObject({
      'mlops.model_id': 'churn',
      'mlops.version': 'v1.0.0',
      'mlops.training_id': trainingIdOf(0),
      'mlops.dataset_sha256': 'b'.repeat(64),
      'mlops.archive_sha256': createHash('sha256').update(archive).digest('hex'),
      'mlops.variant': 'fp32'
    })
    expect(metadata.get('mlops.request_sha256')).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.parse(metadata.get('mlops.manifest') ?? '')).toMatchObject({
      features: [{ name: 'x', kind: 'numeric' }],
      classes: ['no', 'yes']
    })
  })

  test('is the same, byte for byte, when it is exported anew', async () => {
    await world.register(0)
    await world.call()
    const first = await world.bytes('edge/churn/v1.0.0/model.onnx')
    await world.call({ 'max-latency': '50ms' })
    expect(await world.releases()).toMatchObject({ counter: 2 })
    expect(await world.bytes('edge/churn/v1.0.0/model.onnx')).toEqual(first)
  })
})

describe('test rows', () => {
  test('more than ten thousand are sampled, and that is said', async () => {
    await world.register(0)
    await world.putTest(linearRows + '4,yes\n'.repeat(10_000))
    const outcome = await world.call()
    expect(outcome.notes).toEqual(['10000 of 10005 test rows were drawn by seed 42'])
    expect(outcome.release?.manifest.measured.accuracy_rows).toBe(10_000)
  })

  test('other than those the gate measured are said to be so', async () => {
    await world.register(0, { testSha256: 'c'.repeat(64) })
    await world.putTest(linearRows)
    expect((await world.call()).notes).toEqual(['the test data are not those that evaluate-gate measured'])
  })

  test('give the accuracy of the export', async () => {
    await world.register(0)
    await world.putTest(`${linearRows}-3,yes\n`)
    expect((await world.call()).release?.manifest.measured).toMatchObject({
      accuracy_metric: 'accuracy',
      accuracy_value: 5 / 6,
      accuracy_delta: 0,
      accuracy_rows: 6
    })
  })
})
