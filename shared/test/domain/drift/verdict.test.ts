import { describe, expect, test } from '@jest/globals'
import type { Severity } from '../../../src/domain/drift/severity.js'
import { verdictOf, type VerdictReason } from '../../../src/domain/drift/verdict.js'

describe('verdict', () => {
  const of = (...severities: Severity[]) => severities.map(severity => ({ severity, critical: false }))
  const ok = (times: number) => Array<Severity>(times).fill('ok')
  const cases: [string, Severity[], Severity, VerdictReason, number | null][] = [
    ['all ok', ok(5), 'ok', 'no-drift', 0],
    ['one notice', [...ok(5), 'notice'], 'notice', 'features-notice', 0],
    ['one warn', [...ok(5), 'warn'], 'warn', 'features-warn', 1 / 6],
    ['half of them at warn', ['ok', 'warn'], 'retrain', 'drift-share', 1 / 2],
    ['just under half at warn', [...ok(3), 'warn', 'warn'], 'warn', 'features-warn', 2 / 5],
    ['one of many at retrain', [...ok(9), 'retrain'], 'warn', 'features-warn', 1 / 10],
    ['two of twenty at retrain', [...ok(18), 'retrain', 'retrain'], 'retrain', 'several-features', 1 / 10],
    ['two of twenty-one at retrain', [...ok(19), 'retrain', 'retrain'], 'warn', 'features-warn', 2 / 21],
    [
      'the only judged one at retrain',
      ['retrain', 'insufficient-data', 'insufficient-data'],
      'retrain',
      'only-feature',
      1
    ],
    ['the only judged one at warn', ['warn'], 'retrain', 'drift-share', 1],
    [
      'more than half unjudged',
      ['ok', 'insufficient-data', 'insufficient-data'],
      'insufficient-data',
      'features-unjudged',
      0
    ],
    ['half unjudged', ['ok', 'insufficient-data'], 'ok', 'no-drift', 0],
    [
      'a warning among many unjudged',
      [...ok(2), 'warn', ...Array<Severity>(9).fill('insufficient-data')],
      'warn',
      'features-warn',
      1 / 3
    ],
    ['nothing judged', ['insufficient-data'], 'insufficient-data', 'features-unjudged', null],
    ['no feature', [], 'ok', 'no-drift', null]
  ]
  test.each(cases)('%s', (_name, features, severity, because, drift_share) => {
    expect(verdictOf(of(...features))).toEqual({ severity, because, drift_share })
  })

  test('a critical feature at retrain decides alone', () => {
    expect(verdictOf([{ severity: 'retrain', critical: true }, ...of(...ok(50))])).toMatchObject({
      severity: 'retrain',
      because: 'critical-feature'
    })
    expect(verdictOf([{ severity: 'warn', critical: true }, ...of(...ok(50))]).severity).toBe('warn')
  })

  test('columns that are not there warn in their own name; new ones are a notice', () => {
    const absent = { severity: 'warn', critical: false, absent: true } as const
    expect(verdictOf([absent, ...of(...ok(5))])).toMatchObject({
      severity: 'warn',
      because: 'columns-missing'
    })
    expect(verdictOf([absent, ...of(...ok(5), 'warn')]).because).toBe('features-warn')
    expect(verdictOf(of(...ok(5)), true)).toMatchObject({ severity: 'notice', because: 'new-columns' })
  })
})
