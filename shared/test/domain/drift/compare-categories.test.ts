import { describe, expect, test } from '@jest/globals'
import { buildProfile } from '../../../src/domain/drift/build-profile.js'
import { compareColumns, compareProfile } from '../../../src/domain/drift/compare.js'
import { numbers, repeat, texts } from './drift-columns.js'

describe('categorical features', () => {
  test('values, other values, unseen values and missing cells are bins of their own', () => {
    // Baseline shares: a 0.6, b 0.3, missing 0.05, ten values of 0.005 (other). Current: a 0.4, b 0.3, c 0.3 (unseen).
    const rare = Array.from({ length: 10 }, (_, index) => repeat(`rare${index}`, 5)).flat()
    const baseline = texts('x', [...repeat('a', 600), ...repeat('b', 300), ...repeat(null, 50), ...rare])
    const current = texts('x', [...repeat('a', 400), ...repeat('b', 300), ...repeat('c', 300)])
    const [feature] = compareColumns([baseline], [current]).features
    const term = (p: number, q: number) => (p - q) * Math.log(p / q)
    const expected = term(0.6, 0.4) + term(0.3, 0.3) + term(0.05, 1e-4) + term(0.05, 1e-4) + term(1e-4, 0.3)
    expect(feature?.psi).toBeCloseTo(expected, 12)
    expect(feature?.missing_rate).toEqual({ baseline: 0.05, current: 0 })
    expect(feature?.severity).toBe('retrain')
    expect(feature?.kind).toBe('categorical')
  })

  test('numbers with at most twenty distinct values are categories', () => {
    const few = numbers('few', 400, index => index % 20)
    const many = numbers('many', 420, index => index % 21)
    expect(buildProfile([few, many]).features.map(feature => feature.kind)).toEqual([
      'categorical',
      'numeric'
    ])
    expect(buildProfile([few], new Map([['few', 'numeric']])).features[0]?.kind).toBe('numeric')
    expect(buildProfile([many], new Map([['many', 'categorical']])).features[0]?.kind).toBe('categorical')
  })

  test('at most fifty values have a bin, by share, then by code point', () => {
    const cells = Array.from({ length: 60 }, (_, index) =>
      repeat(String.fromCodePoint(0x1f600 - index), 20 + (index % 2))
    ).flat()
    const profile = buildProfile([texts('x', cells)]).features[0]
    if (profile?.kind !== 'categorical') throw new Error('texts are categorical')
    expect(profile.values).toHaveLength(50)
    expect(profile.values[0]).toBe(String.fromCodePoint(0x1f600 - 59))
    expect(profile.other_values).toHaveLength(10)
  })

  test('a value named like a prototype is a value', () => {
    const column = texts('x', [...repeat('__proto__', 300), ...repeat('constructor', 300)])
    const { features } = compareColumns([column], [column])
    expect(features[0]).toMatchObject({ psi: 0, severity: 'ok' })
  })
})

describe('categories that are numbers', () => {
  const codes = (...spellings: string[]) =>
    texts(
      'x',
      spellings.flatMap(text => repeat(text, 300))
    )

  test.each([
    ["with another program's decimals", ['1', '2'], ['1.0', '2.0']],
    ['without them', ['1.0', '2.50'], ['1', '2.5']],
    ['with blanks and signs', ['1', '-2'], [' 1', '-2.0 ']]
  ])('are the same %s', (_name, before, now) => {
    const [feature] = compareColumns([codes(...before)], [codes(...now)]).features
    expect(feature).toMatchObject({ psi: 0, severity: 'ok' })
    const profile = buildProfile([codes(...before)])
    expect(compareProfile(profile, [codes(...now)]).features[0]).toMatchObject({ psi: 0 })
  })

  test.each([
    [
      'the column is declared categorical: the model takes texts',
      ['1', '2'],
      new Map([['x', 'categorical']] as const)
    ],
    ['one of the values is none', ['1', '2', 'other'], new Map()],
    ['two texts are the same number', ['01', '1', '2'], new Map()]
  ])('are compared as spelled where %s', (_name, before, declared) => {
    const [feature] = compareColumns([codes(...before)], [codes('1.0', '2.0')], { declared }).features
    expect(feature?.bins.find(({ bin }) => bin.kind === 'unseen')?.current).toBe(1)
    expect(feature?.severity).toBe('retrain')
  })

  test('of a target are the same however they are declared', () => {
    const declared = new Map([['x', 'categorical']] as const)
    const roles = new Map([['x', 'target']] as const)
    const [feature] = compareColumns([codes('0', '1')], [codes('0.0', '1.0')], { declared, roles }).features
    expect(feature).toMatchObject({ psi: 0, role: 'target' })
  })
})
