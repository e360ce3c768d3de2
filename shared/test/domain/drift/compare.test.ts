import { describe, expect, test } from '@jest/globals'
import { buildProfile } from '../../../src/domain/drift/build-profile.js'
import { compareColumns, compareProfile, type DriftOptions } from '../../../src/domain/drift/compare.js'
import type { DriftColumn } from '../../../src/domain/drift/drift-column.js'
import { baselineProfile } from '../../../src/domain/records/baseline.js'
import { even, numbers, texts } from './drift-columns.js'

describe('columns', () => {
  test('that are empty, constant or all missing are judged without failing', () => {
    const nothing = numbers('x', 300, () => Number.NaN)
    const constant = numbers('x', 300, () => 5)
    const verdicts = [
      compareColumns([nothing], [nothing]),
      compareColumns([nothing], [constant]),
      compareColumns([constant], [nothing]),
      compareColumns([constant], [constant])
    ].map(({ features }) => features[0]?.severity)
    expect(verdicts).toEqual(['ok', 'retrain', 'retrain', 'ok'])
  })

  test('without rows are insufficient data, and all numbers stay finite', () => {
    const { features, severity } = compareColumns([even('x')], [numbers('x', 0, () => 0)])
    expect(severity).toBe('insufficient-data')
    expect(features[0]).toMatchObject({
      psi: 0,
      psi_critical: 0,
      jensen_shannon: 0,
      missing_rate: { baseline: 0, current: 0 }
    })
  })

  test('that are missing, new or of another kind are violations', () => {
    const baseline = [even('kept'), even('gone'), even('typed'), even('vital')]
    const typed = texts('typed', ['oops', ...Array.from({ length: 999 }, (_, index) => String(index / 999))])
    const result = compareColumns(baseline, [even('kept'), typed, even('new')], { critical: ['vital'] })
    expect(result.violations).toEqual([
      { feature: 'gone', check: 'missing_column', severity: 'warn' },
      { feature: 'vital', check: 'missing_column', severity: 'retrain' },
      { feature: 'typed', check: 'type_changed', severity: 'warn' },
      { feature: 'new', check: 'extra_column', severity: 'notice' }
    ])
    expect(result.features.map(feature => [feature.name, feature.severity])).toEqual([
      ['typed', 'warn'],
      ['kept', 'ok']
    ])
    expect(result.severity).toBe('retrain')
  })

  test('a new column alone is a notice; with chosen features it is none of our business', () => {
    expect(compareColumns([even('x')], [even('x'), even('y')]).severity).toBe('notice')
    expect(compareColumns([even('x')], [even('x'), even('y')], { features: ['x'] }).severity).toBe('ok')
  })

  test('are reported worst first', () => {
    const current = [even('a', 0.01), even('b', 0.5), even('c', 0.2)]
    const result = compareColumns([even('a'), even('b'), even('c')], current)
    expect(result.features.map(feature => feature.name)).toEqual(['b', 'c', 'a'])
  })
})

describe('target and prediction', () => {
  const roles = new Map([
    ['label', 'target'],
    ['prediction', 'prediction']
  ] as const)
  const baseline = [even('x'), even('y'), even('label')]
  const sides = {
    data: (current: readonly DriftColumn[], options: DriftOptions = {}) =>
      compareColumns(baseline, current, { ...options, roles }),
    'a profile': (current: readonly DriftColumn[], options: DriftOptions = {}) =>
      compareProfile(buildProfile(baseline, new Map(), roles), current, options)
  }

  test.each(Object.entries(sides))('are critical, and need not be there: %s', (_name, compare) => {
    const steady = [even('x'), even('y')]
    expect(compare(steady)).toMatchObject({ severity: 'ok', violations: [] })
    const shifted = compare([...steady, even('label', 0.5)])
    expect(shifted).toMatchObject({ severity: 'retrain', because: 'critical-feature', violations: [] })
    expect(shifted.features[0]).toMatchObject({ name: 'label', role: 'target', severity: 'retrain' })
    expect(shifted.features[1]).toMatchObject({ role: 'feature', severity: 'ok' })
  })

  test.each(Object.entries(sides))('are compared whatever features are chosen: %s', (_name, compare) => {
    const current = [even('x'), even('y', 0.5), even('label'), even('new')]
    const { features, severity } = compare(current, { features: ['x'] })
    expect(features.map(({ name }) => name).sort()).toEqual(['label', 'x'])
    expect(severity).toBe('ok')
  })

  test('may have rows of their own', () => {
    const profile = buildProfile(baseline, new Map(), roles)
    const [x, y, label] = profile.features
    const [prediction] = buildProfile([numbers('prediction', 40, index => index)]).features
    if (x === undefined || y === undefined || label === undefined || prediction === undefined)
      throw new Error('every column has a profile')
    const own = { ...prediction, role: 'prediction' as const, rows: 40 }
    const whole = baselineProfile.parse({ ...profile, features: [x, y, label, own] })
    const result = compareProfile(whole, [even('x'), numbers('prediction', 1000, index => index % 40)])
    expect(result.baseline_rows).toBe(1000)
    const found = result.features.find(({ name }) => name === 'prediction')
    // 40 rows are fewer than min-rows.
    expect(found).toMatchObject({ severity: 'insufficient-data', missing_rate: { baseline: 0, current: 0 } })
    expect(found?.bins.map(bin => bin.baseline).reduce((sum, share) => sum + share)).toBeCloseTo(1, 12)
  })
})

test('columns of the training data that the model does not use are nothing new', () => {
  const profile = { ...buildProfile([even('x')]), other_columns: ['row_id'] }
  expect(compareProfile(profile, [even('x'), even('row_id')])).toMatchObject({
    severity: 'ok',
    violations: []
  })
  expect(compareProfile(profile, [even('x'), even('another')])).toMatchObject({ because: 'new-columns' })
})
