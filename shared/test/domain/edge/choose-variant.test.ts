import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { chooseVariant, savedShare } from '../../../src/domain/edge/choose-variant.js'
import { judged } from './variants.js'

const reasonsOf = (choice: ReturnType<typeof chooseVariant>) =>
  Object.fromEntries([...choice.reasons].map(([name, { code }]) => [name, code]))

describe('auto', () => {
  const float = judged('fp32')
  const slowFloat = judged('fp32', { p95: 20 })
  test.each([
    ['no int8 model', float, [], 'fp32', { fp32: 'within-budgets' }],
    [
      'a smaller one',
      float,
      [judged('dynamic-int8', { size: 300 })],
      'dynamic-int8',
      { fp32: 'another-chosen', 'dynamic-int8': 'smaller' }
    ],
    [
      'one that is a tenth smaller',
      float,
      [judged('dynamic-int8', { size: 810 })],
      'dynamic-int8',
      { fp32: 'another-chosen', 'dynamic-int8': 'smaller' }
    ],
    [
      'one that is hardly smaller',
      float,
      [judged('dynamic-int8', { size: 811 })],
      'fp32',
      { fp32: 'within-budgets', 'dynamic-int8': 'hardly-smaller' }
    ],
    [
      'a larger one',
      float,
      [judged('dynamic-int8', { size: 950 })],
      'fp32',
      { fp32: 'within-budgets', 'dynamic-int8': 'hardly-smaller' }
    ],
    [
      'one slower within the noise',
      float,
      [judged('dynamic-int8', { size: 300, p95: 1.2 })],
      'dynamic-int8',
      { fp32: 'another-chosen', 'dynamic-int8': 'smaller' }
    ],
    [
      'one slower beyond the noise',
      float,
      [judged('dynamic-int8', { size: 300, p95: 1.3 })],
      'fp32',
      { fp32: 'within-budgets', 'dynamic-int8': 'slower' }
    ],
    [
      'one that loses too much',
      float,
      [judged('dynamic-int8', { size: 300, delta: -0.1 })],
      'fp32',
      { fp32: 'within-budgets', 'dynamic-int8': 'over-budget' }
    ],
    [
      'one whose loss is not known',
      float,
      [judged('dynamic-int8', { size: 300, delta: null })],
      'fp32',
      { fp32: 'within-budgets', 'dynamic-int8': 'accuracy-unknown' }
    ],
    [
      'a float export over budget',
      slowFloat,
      [judged('dynamic-int8', { size: 890, p95: 9 })],
      'dynamic-int8',
      { fp32: 'over-budget', 'dynamic-int8': 'float-over-budget' }
    ],
    [
      'all over budget',
      slowFloat,
      [judged('dynamic-int8', { p95: 19 })],
      undefined,
      { fp32: 'over-budget', 'dynamic-int8': 'over-budget' }
    ],
    [
      'static int8 where dynamic int8 fails',
      float,
      [judged('dynamic-int8', { size: 300, delta: -0.1 }), judged('static-int8', { size: 300 })],
      'static-int8',
      { fp32: 'another-chosen', 'dynamic-int8': 'over-budget', 'static-int8': 'smaller' }
    ],
    [
      'the first of two good ones',
      float,
      [judged('dynamic-int8', { size: 300 }), judged('static-int8', { size: 200 })],
      'dynamic-int8',
      { fp32: 'another-chosen', 'dynamic-int8': 'smaller', 'static-int8': 'another-chosen' }
    ]
  ] as const)('with %s', (_name, first, others, chosen, reasons) => {
    const choice = chooseVariant('auto', [first, ...others])
    expect(choice.chosen).toBe(chosen)
    expect(reasonsOf(choice)).toEqual(reasons)
  })

  test('never chooses what is not within every budget', () => {
    const change = fc.record({
      size: fc.integer({ min: 1, max: 2000 }),
      p95: fc.double({ min: 0.1, max: 20, noNaN: true }),
      delta: fc.option(fc.double({ min: -0.1, max: 0.1, noNaN: true }))
    })
    fc.assert(
      fc.property(change, change, (one, other) => {
        const variants = [judged('fp32', one), judged('dynamic-int8', other)]
        const { chosen, reasons } = chooseVariant('auto', variants)
        expect(reasons.size).toBe(2)
        const eligible = variants.filter(variant => variant.eligible).map(({ name }) => name)
        if (chosen !== undefined) expect(eligible).toContain(chosen)
        // Where something fits, something is exported.
        if (eligible.length > 0) expect(chosen).toBeDefined()
      })
    )
  })
})

describe('a variant asked for by name', () => {
  test.each([
    ['none', 'fp32', [judged('fp32')], 'fp32', { fp32: 'as-asked' }],
    ['none over budget', 'fp32', [judged('fp32', { size: 2000 })], undefined, { fp32: 'over-budget' }]
  ] as const)('%s', (_name, _variant, variants, chosen, reasons) => {
    const choice = chooseVariant('none', variants)
    expect([choice.chosen, reasonsOf(choice)]).toEqual([chosen, reasons])
  })

  test.each([
    ['is taken even when it is larger and slower', { size: 999, p95: 9 }, 'dynamic-int8', 'as-asked'],
    ['is not replaced when it is over budget', { size: 2000 }, undefined, 'over-budget'],
    ['is not taken when its loss is not known', { delta: null }, undefined, 'accuracy-unknown']
  ])('%s', (_name, change, chosen, code) => {
    const choice = chooseVariant('dynamic-int8', [judged('fp32'), judged('dynamic-int8', change)])
    expect(choice.chosen).toBe(chosen)
    expect(reasonsOf(choice)).toEqual({ fp32: 'for-comparison', 'dynamic-int8': code })
  })
})

test.each([
  [25, 100, 0.75],
  [100, 100, 0],
  [110, 100, -0.1],
  [1, 0, 0]
])('%d bytes of %d save the share %d', (own, float, share) => {
  expect(savedShare({ sizeBytes: own }, { sizeBytes: float })).toBeCloseTo(share, 12)
})
