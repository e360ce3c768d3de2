import { expect, test } from '@jest/globals'
import { driftedColumns, judgedColumns } from '../../../src/domain/drift/report-judged.js'
import type { DriftReport } from '../../../src/domain/records/drift-report.js'
import { aDriftReport, aSteadyFeature } from '../../../testing/builders/drift-report.js'

const features = (...severities: DriftReport['severity'][]) =>
  severities.map((severity, index) => aSteadyFeature({ name: `f${index}`, severity }))

test('judged are all but those without enough data, missing columns included', () => {
  const report = aDriftReport({
    features: features('retrain', 'warn', 'notice', 'ok', 'insufficient-data'),
    violations: [
      { feature: 'gone', check: 'missing_column', severity: 'warn' },
      { feature: 'new', check: 'extra_column', severity: 'notice' }
    ]
  })
  expect(judgedColumns(report)).toEqual({ judged: 5, drifting: 3, retrain: 1 })
  expect(driftedColumns(report)).toEqual(['f0', 'f1', 'gone'])
})

test('a column that drifted and changed its type is named once', () => {
  const violations: DriftReport['violations'] = [{ feature: 'f0', check: 'type_changed', severity: 'warn' }]
  expect(driftedColumns(aDriftReport({ features: features('warn'), violations }))).toEqual(['f0'])
})
