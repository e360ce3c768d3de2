import { describe, expect, test } from '@jest/globals'
import { resolveSettings, settingsDigest } from '../../../src/domain/edge/settings.js'

describe('each setting', () => {
  test('is that of the first source that has one', () => {
    const request = { max_size: '3MB', max_latency: '1s' }
    const policy = { max_size: '4MB', max_latency: '2s', max_accuracy_loss: 0.05, public_key: 'x' }
    expect(resolveSettings({ max_size: '500KB' }, request, policy)).toEqual({
      quantize: 'auto',
      maxSizeBytes: 500_000,
      maxLatencyMs: 1000,
      maxAccuracyLoss: 0.05,
      // 365 days
      expiresAfterMs: 31_536_000_000
    })
  })

  test('may be zero', () => {
    expect(
      resolveSettings({ max_accuracy_loss: 0 }, { max_accuracy_loss: 0.5 }, undefined).maxAccuracyLoss
    ).toBe(0)
  })
})

describe('the digest', () => {
  const settings = resolveSettings({}, undefined, undefined)

  test('is the same for the same settings, whatever their order', () => {
    const { quantize, ...rest } = settings
    expect(settingsDigest({ ...rest, quantize }, null)).toBe(settingsDigest(settings, null))
  })

  test.each([
    ['quantize', { quantize: 'none' as const }],
    ['size', { maxSizeBytes: 1 }],
    ['latency', { maxLatencyMs: 1 }],
    ['accuracy', { maxAccuracyLoss: 0 }],
    ['expiry', { expiresAfterMs: 1 }]
  ])('tells another %s', (_name, change) => {
    expect(settingsDigest({ ...settings, ...change }, null)).not.toBe(settingsDigest(settings, null))
  })

  test('tells another key', () => {
    expect(settingsDigest(settings, 'a'.repeat(64))).not.toBe(settingsDigest(settings, null))
  })
})
