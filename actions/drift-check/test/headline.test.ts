import { describe, expect, test } from '@jest/globals'
import { languages } from '../../../shared/src/action/common-inputs.js'
import type { ReportedFeature } from '../../../shared/src/domain/records/drift-report.js'
import {
  aDriftReport,
  aReportedFeature,
  aSteadyFeature
} from '../../../shared/testing/builders/drift-report.js'
import { headlineOf } from '../src/headline.js'
import { en } from '../src/messages-en.js'
import { ja } from '../src/messages-ja.js'
import { loadMessages } from '../src/messages.js'
import { category } from './category.js'

const moved = (bins: ReportedFeature['bins']): ReportedFeature =>
  aSteadyFeature({ name: 'city', severity: 'retrain', psi: 0.4, ...(bins !== undefined && { bins }) })

describe('the headline', () => {
  const counts = '1 of 2 columns is at warn or retrain.'

  test.each([
    [
      'the median',
      aDriftReport(),
      `"temperature" drifted most (median 3.1 → 4.7; PSI 0.62, above 0.25); ${counts}`
    ],
    [
      'a category',
      aDriftReport({
        features: [moved([category('X', 0.12, 0.31), category('Y', 0.88, 0.75)]), aSteadyFeature()]
      }),
      `"city" drifted most ("X": 12 % → 31 %; PSI 0.40, above 0.25); ${counts}`
    ],
    [
      'missing cells',
      aDriftReport({
        features: [
          moved(
            [
              category('X', 0.99, 0.6),
              { bin: { kind: 'missing' as const }, baseline: 0.01, current: 0.4 }
            ].toReversed()
          ),
          aSteadyFeature()
        ]
      }),
      `"city" drifted most (missing 1 % → 40 %; PSI 0.40, above 0.25); ${counts}`
    ],
    [
      'a missing critical column rather than a feature that drifted',
      aDriftReport({ violations: [{ feature: 'id', check: 'missing_column', severity: 'retrain' }] }),
      'Missing from the current data: "id".'
    ],
    [
      'too few rows',
      aDriftReport({
        severity: 'insufficient-data',
        reason_code: 'too-few-rows',
        current_rows: 120,
        rows_needed: { baseline: 1000, current: 260 }
      }),
      'Too few rows for a verdict: there are 1,000 in the baseline and 120 in the current data, and about 1,000 in the baseline and 260 in the current data are needed.'
    ],
    [
      'nothing',
      aDriftReport({ severity: 'ok', reason_code: 'no-drift', features: [aSteadyFeature()] }),
      'Nothing drifted: the largest PSI of 1 column is 0.002 ("region").'
    ]
  ])('names %s', (_name, report, text) => {
    expect(headlineOf(report, en)).toBe(text)
  })

  const bothMoved = aDriftReport({
    features: [aReportedFeature({ name: 'id', psi: 3 }), aReportedFeature()]
  })

  test.each([
    ['another column before an identifier', bothMoved, ['id'], 'temperature'],
    ['the worst of identifiers where nothing else drifted', bothMoved, ['id', 'temperature'], 'id'],
    [
      'an identifier that was called critical',
      aDriftReport({
        features: [aReportedFeature({ name: 'id', psi: 3, critical: true }), aReportedFeature()]
      }),
      ['id'],
      'id'
    ],
    [
      'another column before an identifier at notice',
      aDriftReport({
        severity: 'notice',
        features: ['id', 'temperature'].map(name => aReportedFeature({ name, severity: 'notice' }))
      }),
      ['id'],
      'temperature'
    ]
  ])('names %s', (_name, report, identifiers, column) => {
    expect(headlineOf(report, en, new Set(identifiers))).toMatch(new RegExp(`^"${column}" `))
  })

  test.each(languages)('says where no column holds a value, in %s', async language => {
    const empty = aSteadyFeature({ missing_rate: { baseline: 1, current: 1 } })
    const report = aDriftReport({ severity: 'ok', reason_code: 'no-drift', features: [empty] })
    const messages = await loadMessages(language)
    expect(headlineOf(report, messages)).toBe(messages.headline.noValues)
    const filled = { ...report, features: [empty, aSteadyFeature()] }
    expect(headlineOf(filled, messages)).not.toBe(messages.headline.noValues)
  })

  test('is in Japanese where that is the language', () => {
    expect(headlineOf(aDriftReport(), ja)).toBe(
      '「temperature」の変化が最大です（中央値 3.1 → 4.7、PSI 0.62、基準値 0.25 超）。2 列のうち 1 列が warn 以上です。'
    )
  })
})
