import { describe, expect, test } from '@jest/globals'
import { compareColumns } from '../../../src/domain/drift/compare.js'
import { even, numbers } from './drift-columns.js'

describe('both distributions', () => {
  test('of a numeric feature come with its quantiles', () => {
    const [feature] = compareColumns(
      [numbers('x', 201, index => index)],
      [numbers('x', 101, index => 1000 + index)]
    ).features
    // Type 7 of 0 … 200 and of 1000 … 1100.
    expect(feature?.quantiles).toEqual({
      baseline: { p5: 10, p50: 100, p95: 190 },
      current: { p5: 1005, p50: 1050, p95: 1095 }
    })
    expect(feature?.bins).toHaveLength(11)
    expect(feature?.bins[0]).toEqual({
      bin: { kind: 'interval', lower: null, upper: 20 },
      baseline: expect.closeTo(21 / 201, 12),
      current: 0
    })
    expect(feature?.bins[9]).toMatchObject({ bin: { lower: 180, upper: null }, current: 1 })
    expect(feature?.bins[10]).toEqual({ bin: { kind: 'missing' }, baseline: 0, current: 0 })
  })

  test('of few numbers have a bin for each, and one for the others', () => {
    const declared = new Map([['x', 'numeric']] as const)
    const [feature] = compareColumns(
      [numbers('x', 300, index => (index % 20 === 0 ? 7 : 5))],
      [numbers('x', 300, index => (index % 3 === 0 ? 6 : 5))],
      { declared }
    ).features
    expect(feature?.bins.map(({ bin }) => bin)).toEqual([
      { kind: 'value', value: 5 },
      { kind: 'value', value: 7 },
      { kind: 'other' },
      { kind: 'missing' }
    ])
    expect(feature?.bins.map(({ current }) => current)).toEqual([
      expect.closeTo(2 / 3, 12),
      0,
      expect.closeTo(1 / 3, 12),
      0
    ])
  })

  test('without values on a side have no quantiles', () => {
    const nothing = numbers('x', 300, () => Number.NaN)
    const declared = new Map([['x', 'numeric']] as const)
    expect(compareColumns([even('x')], [nothing], { declared }).features[0]?.quantiles).toBeUndefined()
    expect(compareColumns([nothing], [even('x')], { declared }).features[0]?.quantiles).toBeUndefined()
  })
})
