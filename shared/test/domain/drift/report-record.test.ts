import { describe, expect, test } from '@jest/globals'
import { compareColumns } from '../../../src/domain/drift/compare.js'
import type { DriftColumn } from '../../../src/domain/drift/drift-column.js'
import { toDriftReport, type ReportFacts } from '../../../src/domain/drift/report-record.js'
import { driftReport } from '../../../src/domain/records/drift-report.js'
import { even, numbers, texts } from './drift-columns.js'

const digest = '0'.repeat(64)
const facts: ReportFacts = {
  report_id: 'drift-20250110-093000-1a2b3c4d',
  model_id: 'churn',
  version: 'v1.0.0',
  created_at: '2025-01-10T09:30:00.000Z',
  thresholds: { notice: 0.1, warn: 0.2, retrain: 0.25 },
  alpha: 0.05,
  min_rows: 200,
  baseline: { kind: 'data', source: 'before.csv', sha256: digest },
  current: { source: 'after.csv', sha256: digest },
  not_compared: [],
  critical: new Set()
}

function reportOf(baseline: DriftColumn[], current: DriftColumn[], change: Partial<ReportFacts> = {}) {
  const comparison = compareColumns(baseline, current, { critical: [...(change.critical ?? [])] })
  const report = toDriftReport(comparison, { ...facts, ...change })
  // As it will be read again.
  return { report, stored: driftReport.parse(JSON.parse(JSON.stringify(report))) }
}

describe('the record of a report', () => {
  test('is what its schema says, worst first, and loses nothing as JSON', () => {
    const { report, stored } = reportOf([even('a'), even('b')], [even('a'), even('b', 0.5)])
    expect(stored).toEqual(report)
    expect(stored.features.map(({ name, severity }) => `${name} ${severity}`)).toEqual(['b retrain', 'a ok'])
    expect(stored).toMatchObject({ severity: 'retrain', reason_code: 'drift-share', drift_share: 0.5 })
  })

  test('holds infinities and missing cells', () => {
    const wild = (name: string) =>
      numbers(name, 1000, index => [Infinity, -Infinity, Number.NaN, index][index % 4] ?? 0)
    const { stored } = reportOf([wild('a')], [even('a')])
    const feature = stored.features[0]
    expect(feature?.quantiles?.baseline).toMatchObject({ p5: '-inf', p95: 'inf' })
    expect(feature?.missing_rate).toEqual({ baseline: 0.25, current: 0 })
    expect(feature?.bins?.at(-1)).toEqual({ bin: { kind: 'missing' }, baseline: 0.25, current: 0 })
  })

  test.each([
    ['the current column is empty', even('a'), numbers('a', 1000, () => Number.NaN)],
    ['the baseline column is empty', numbers('a', 1000, () => Number.NaN), even('a')],
    ['both are constant', numbers('a', 1000, () => 1), numbers('a', 1000, () => 1)]
  ])('holds what could be measured where %s', (_name, baseline, current) => {
    const { report, stored } = reportOf([baseline], [current])
    expect(stored).toEqual(report)
  })

  test('says who decides alone', () => {
    const { stored } = reportOf([even('a'), even('b')], [even('a'), even('b')], { critical: new Set(['b']) })
    expect(stored.features.map(({ name, critical }) => [name, critical])).toEqual([
      ['a', false],
      ['b', true]
    ])
  })

  test('says how many rows a verdict takes, where there is none', () => {
    const few = (name: string) => numbers(name, 100, index => index)
    expect(reportOf([few('a')], [few('a')]).stored).toMatchObject({
      severity: 'insufficient-data',
      reason_code: 'too-few-rows',
      rows_needed: { baseline: 200, current: 200 }
    })
    expect(reportOf([even('a')], [even('a')]).stored.rows_needed).toBeNull()
  })

  test('cuts long categories, never through a character', () => {
    const long = `${'x'.repeat(199)}😀😀`
    const { stored } = reportOf([texts('a', Array<string>(300).fill(long))], [texts('a', [long])])
    expect(stored.features[0]?.bins?.[0]?.bin).toEqual({ kind: 'category', value: `${'x'.repeat(199)}…` })
  })

  test('keeps the distributions of the 500 worst features', () => {
    const columns = Array.from({ length: 502 }, (_, index) => texts(`c${index}`, ['a', 'b']))
    const { stored } = reportOf(columns, columns)
    expect(stored.features.filter(({ bins }) => bins !== undefined)).toHaveLength(500)
    expect(stored.features[500]).not.toHaveProperty('bins')
  })
})
