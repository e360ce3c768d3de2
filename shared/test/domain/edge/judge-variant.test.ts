import { describe, expect, test } from '@jest/globals'
import { accuracyChange } from '../../../src/domain/edge/accuracy-change.js'
import { judged } from './variants.js'

const exceeded = (variant: ReturnType<typeof judged>) =>
  variant.findings.filter(({ met }) => met === false).map(({ budget }) => budget)

describe('budgets', () => {
  test.each([
    ['within all', {}, []],
    ['of exactly the largest size', { size: 1000 }, []],
    ['one byte larger', { size: 1001 }, ['size']],
    ['of exactly the longest time', { p95: 10, band: [9, 10] as [number, number] }, []],
    ['slower', { p95: 10.1 }, ['latency']],
    // 0.01 of 0.8 is 0.008.
    ['losing what may be lost', { delta: -0.008, reference: 0.8 }, []],
    ['losing more', { delta: -0.0081, reference: 0.8 }, ['accuracy']],
    ['better than before', { delta: 0.1 }, []],
    ['losing anything of nothing', { delta: -1e-9, reference: 0 }, ['accuracy']],
    ['over all', { size: 2000, p95: 20, delta: -0.5 }, ['size', 'latency', 'accuracy']]
  ])('an int8 model %s', (_name, change, expected) => {
    const variant = judged('dynamic-int8', change)
    expect(exceeded(variant)).toEqual(expected)
    expect(variant.eligible).toBe(expected.length === 0)
  })

  test('the float export has no accuracy to lose', () => {
    expect(judged('fp32', { delta: null })).toMatchObject({ eligible: true })
  })

  test('int8 whose loss is not known is not eligible, and exceeds nothing', () => {
    const variant = judged('dynamic-int8', { delta: null })
    expect(variant.eligible).toBe(false)
    expect(exceeded(variant)).toEqual([])
    expect(variant.findings.at(-1)).toEqual({ budget: 'accuracy', met: null, reason: 'no rows' })
  })

  test('a noise band on both sides of the limit lets the median decide, and is not certain', () => {
    expect(judged('fp32', { p95: 9.5, band: [9, 11] })).toMatchObject({
      eligible: true,
      findings: [{}, { met: true, certain: false }]
    })
    expect(judged('fp32', { p95: 10.5, band: [9, 11] })).toMatchObject({
      eligible: false,
      findings: [{}, { met: false, certain: false }]
    })
  })
})

describe('the change of the primary metric', () => {
  const value = (metric: string, direction: 'higher' | 'lower', number: number | null) => ({
    metric,
    direction,
    value: number,
    ...(number === null && { reason: 'one class only' })
  })

  test.each([
    ['accuracy that fell', value('accuracy', 'higher', 0.75), value('accuracy', 'higher', 0.875), -0.125],
    ['accuracy that rose', value('accuracy', 'higher', 0.875), value('accuracy', 'higher', 0.75), 0.125],
    ['an error that grew', value('rmse', 'lower', 2.5), value('rmse', 'lower', 2), -0.5],
    ['an error that shrank', value('rmse', 'lower', 2), value('rmse', 'lower', 2.5), 0.5]
  ])('%s', (_name, own, float, delta) => {
    expect(accuracyChange(own, float, 7)).toEqual({
      metric: own.metric,
      value: own.value,
      reference: float.value,
      delta,
      rows: 7
    })
  })

  test.each([
    ['the own', null, 0.9],
    ['the float', 0.9, null]
  ])('is not known where %s value is undefined', (_name, own, float) => {
    const change = accuracyChange(value('accuracy', 'higher', own), value('accuracy', 'higher', float), 7)
    expect(change).toMatchObject({ delta: null, reason: 'accuracy is undefined: one class only' })
  })
})
