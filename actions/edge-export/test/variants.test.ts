import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { World, linearRows } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.inference.open).toBe(0)
  expect(world.leftovers()).toEqual([])
  world.close()
})

const reasons = (outcome: Awaited<ReturnType<World['call']>>) =>
  Object.fromEntries(outcome.variants.map(({ judged, reason }) => [judged.name, reason.code]))

describe('auto', () => {
  test('takes dynamic int8 where it is smaller and as good', async () => {
    await world.registerNetwork(0)
    const outcome = await world.call()
    expect(outcome).toMatchObject({ decision: 'exported', reasonCode: 'exported', unavailable: [] })
    expect(reasons(outcome)).toEqual({ fp32: 'another-chosen', 'dynamic-int8': 'smaller' })
    const manifest = await world.manifest()
    expect(manifest).toMatchObject({
      variant: 'dynamic-int8',
      measured: { accuracy_delta: 0, accuracy_rows: 60 }
    })
    // 6·96 + 96·64 + 64·2 float32 weights; int8 leaves a quarter of them beside graph and metadata.
    expect(manifest?.measured.size_reduction).toBeGreaterThan(0.5)
    expect(manifest?.measured.size_reduction).toBeLessThan(0.75)
    const { max_absolute_difference: difference } = manifest?.parity.quantization ?? {}
    expect(difference).toBeGreaterThan(0)
    expect(difference).toBeLessThan(0.1)
  })

  test('measures int8 one row at a time, as a device gives them', async () => {
    await world.registerNetwork(0)
    await world.call()
    const { mostRows } = world.inference
    expect(mostRows.get('dynamic-int8')).toBe(1)
    expect(mostRows.get('fp32')).toBe(60)
  })

  test('exports fp32 of a model without weights to quantize, and says so', async () => {
    await world.register(0)
    const outcome = await world.call()
    expect(outcome.decision).toBe('exported')
    expect(outcome.unavailable).toMatchObject([{ name: 'dynamic-int8', code: 'nothing-to-quantize' }])
    expect(await world.manifest()).toMatchObject({ variant: 'fp32', measured: { size_reduction: 0 } })
  })

  test('keeps fp32 where int8 is slower beyond the noise', async () => {
    await world.registerNetwork(0)
    world.inference.takes = variant => (variant === 'fp32' ? 1 : 1.5)
    expect(reasons(await world.call())).toEqual({ fp32: 'within-budgets', 'dynamic-int8': 'slower' })
    expect(await world.manifest()).toMatchObject({ variant: 'fp32' })
  })

  test('keeps fp32 where nobody knows what int8 loses', async () => {
    await world.registerNetwork(0, { target: null })
    const outcome = await world.call()
    expect(reasons(outcome)).toEqual({ fp32: 'within-budgets', 'dynamic-int8': 'accuracy-unknown' })
    expect(await world.manifest()).toMatchObject({
      variant: 'fp32',
      measured: { accuracy_delta: null, accuracy_metric: null, accuracy_rows: 0 }
    })
  })

  test('takes slower int8 where only int8 fits', async () => {
    await world.registerNetwork(0)
    world.inference.takes = variant => (variant === 'fp32' ? 1 : 1.5)
    const outcome = await world.call({ 'max-size': '20KB' })
    expect(reasons(outcome)).toEqual({ fp32: 'over-budget', 'dynamic-int8': 'float-over-budget' })
    expect(await world.manifest()).toMatchObject({ variant: 'dynamic-int8' })
  })

  test('tries static int8 where dynamic int8 misses a budget', async () => {
    const network = await world.registerNetwork(0)
    await world.putTest(network.csv, 'train')
    world.inference.takes = variant => ({ fp32: 200, 'dynamic-int8': 150 })[variant] ?? 50
    const outcome = await world.call()
    expect(reasons(outcome)).toEqual({
      fp32: 'over-budget',
      'dynamic-int8': 'over-budget',
      'static-int8': 'float-over-budget'
    })
    expect(await world.manifest()).toMatchObject({ variant: 'static-int8' })
  })
})

describe('a variant asked for by name', () => {
  test.each(['none', 'dynamic-int8', 'static-int8'])('%s is exported', async quantize => {
    const network = await world.registerNetwork(0)
    await world.putTest(network.csv, 'train')
    const outcome = await world.call({ quantize })
    expect(outcome.decision).toBe('exported')
    expect(await world.manifest()).toMatchObject({ variant: quantize === 'none' ? 'fp32' : quantize })
  })

  test.each(['dynamic-int8', 'static-int8'])(
    '%s of a model without weights is unsupported',
    async quantize => {
      await world.register(0)
      const outcome = await world.call({ quantize })
      expect(outcome).toMatchObject({ decision: 'unsupported', reasonCode: 'nothing-to-quantize' })
      expect(outcome.message).toContain('nothing to quantize')
      expect(await world.published()).toEqual([])
    }
  )

  test('static-int8 without rows to calibrate with is unsupported', async () => {
    await world.registerNetwork(0)
    const outcome = await world.call({ quantize: 'static-int8' })
    expect(outcome).toMatchObject({ decision: 'unsupported', reasonCode: 'no-calibration-rows' })
  })

  test('int8 whose loss nobody can measure is unsupported', async () => {
    await world.registerNetwork(0, { target: null })
    const outcome = await world.call({ quantize: 'dynamic-int8' })
    expect(outcome).toMatchObject({ decision: 'unsupported', reasonCode: 'accuracy-unmeasured' })
    expect(outcome.message).toContain('target')
    expect(await world.published()).toEqual([])
  })
})

describe('a budget', () => {
  test.each([
    ['size', { 'max-size': '1KB' }, 1, 'size-over-budget', 'max-size'],
    ['latency', { 'max-latency': '500ms' }, 600, 'latency-over-budget', 'max-latency'],
    ['size and latency', { 'max-size': '1KB' }, 600, 'several-over-budget', 'max-latency']
  ])(
    'of %s that is exceeded publishes nothing and says what would help',
    async (_name, texts, takes, code, help) => {
      await world.register(0)
      await world.call()
      const before = await world.bytes('edge/churn/v1.0.0/manifest.json')
      await world.register(1)
      world.inference.takes = () => takes
      const outcome = await world.call({ ...texts })
      expect(outcome).toMatchObject({ decision: 'over-budget', reasonCode: code, version: 'v1.0.1' })
      expect(outcome.message).toContain(help)
      expect(outcome.earlier).toMatchObject({ version: 'v1.0.0', counter: 1 })
      expect(await world.published('v1.0.1')).toEqual([])
      expect(await world.bytes('edge/churn/v1.0.0/manifest.json')).toEqual(before)
    }
  )

  test('of accuracy keeps int8 from being exported', async () => {
    // Rows so near the border that rounding the weights moves some across.
    await world.registerNetwork(0, { gap: [0, 0.004] })
    const outcome = await world.call({ quantize: 'dynamic-int8' })
    expect(outcome).toMatchObject({ decision: 'over-budget', reasonCode: 'accuracy-over-budget' })
    expect(await world.call({ quantize: 'dynamic-int8', 'max-accuracy-loss': '1' })).toMatchObject({
      decision: 'exported'
    })
    expect((await world.manifest())?.measured.accuracy_delta).toBeLessThan(-0.01)
    expect((await world.manifest())?.parity.quantization?.label_flips).toBeGreaterThan(0)
  })

  test('of latency on a machine too noisy to be sure takes more runs and warns', async () => {
    await world.register(0)
    // Every other block is twice as slow; each has 200 runs.
    world.inference.takes = (_variant, run) => (Math.floor(run / 200) % 2 === 0 ? 0.8 : 1.6)
    const outcome = await world.call({ 'max-latency': '1ms' })
    expect(outcome.variants[0]?.judged.latency.runs).toBe(10_000)
    expect(outcome.warnings.join()).toContain('too noisy')
  })
})

describe('settings', () => {
  const request = { algorithm: 'random_forest', model_id: 'churn', dataset_id: 'd1', max_retry: 3 } as const

  test.each([
    [
      'the built-in defaults',
      {},
      {},
      { quantize: 'auto', maxSizeBytes: 5e6, maxLatencyMs: 100, maxAccuracyLoss: 0.01 }
    ],
    [
      'the policy',
      { policy: 'edge: {max_size: 4MB, quantize: none}\n' },
      {},
      { quantize: 'none', maxSizeBytes: 4e6 }
    ],
    [
      'the request before the policy',
      {
        policy: 'edge: {max_size: 4MB, max_latency: 90ms}\n',
        edge: { max_size: '3MB', max_accuracy_loss: 0 }
      },
      {},
      { maxSizeBytes: 3e6, maxLatencyMs: 90, maxAccuracyLoss: 0 }
    ],
    [
      'the input before the request',
      { edge: { max_size: '3MB', max_latency: '80ms' } },
      { 'max-size': '2MB', 'expires-after': '2h' },
      { maxSizeBytes: 2e6, maxLatencyMs: 80, expiresAfterMs: 7_200_000 }
    ]
  ])('come from %s', async (_name, from: { policy?: string; edge?: object }, texts, expected) => {
    if (from.policy !== undefined) world.policy(from.policy)
    await world.register(0, { request: { ...request, ...(from.edge !== undefined && { edge: from.edge }) } })
    expect((await world.call(texts as Record<string, string>)).settings).toMatchObject(expected)
  })

  test('are the defaults where the run is no longer in the store', async () => {
    await world.register(0, { request: null })
    await world.putTest(linearRows)
    expect(await world.call()).toMatchObject({ decision: 'exported', settings: { maxSizeBytes: 5e6 } })
  })
})
