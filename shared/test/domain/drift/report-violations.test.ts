import { expect, test } from '@jest/globals'
import { constraintViolations } from '../../../src/domain/drift/report-violations.js'
import { aDriftReport, aReportedFeature, aSteadyFeature } from '../../../testing/builders/drift-report.js'

const typesOf = (report: Parameters<typeof constraintViolations>[0]) =>
  constraintViolations(report).violations.map(
    ({ feature_name, constraint_check_type }) => `${feature_name} ${constraint_check_type}`
  )

test('columns that do not fit have their own check types', () => {
  const report = aDriftReport({
    features: [],
    violations: [
      { feature: 'gone', check: 'missing_column', severity: 'warn' },
      { feature: 'new', check: 'extra_column', severity: 'notice' },
      { feature: 'text', check: 'type_changed', severity: 'warn' }
    ]
  })
  expect(typesOf(report)).toEqual([
    'gone missing_column_check',
    'new extra_column_check',
    'text data_type_check'
  ])
})

test('a drifted feature names index and threshold', () => {
  expect(constraintViolations(aDriftReport()).violations).toEqual([
    {
      feature_name: 'temperature',
      constraint_check_type: 'baseline_drift_check',
      description: 'The population stability index 0.6200 is above the threshold 0.2.'
    }
  ])
})

test('missing cells and unseen values of a drifted feature are violations of their own', () => {
  const feature = aSteadyFeature({
    name: 'temperature',
    severity: 'retrain',
    psi: 0.62,
    missing_rate: { baseline: 0.01, current: 0.1 },
    bins: [{ bin: { kind: 'unseen' }, baseline: 0, current: 0.25 }]
  })
  const { violations } = constraintViolations(aDriftReport({ features: [feature] }))
  expect(
    violations.map(({ constraint_check_type, description }) => [constraint_check_type, description])
  ).toEqual([
    ['baseline_drift_check', 'The population stability index 0.6200 is above the threshold 0.2.'],
    ['completeness_check', 'Missing: 10.0 % of the rows, 1.0 % in the baseline.'],
    ['categorical_values_check', '25.0 % of the rows hold values that the baseline does not know.']
  ])
})

test('a feature that is at warn only because its type changed has not drifted', () => {
  const feature = aReportedFeature({ severity: 'warn', psi: 0.15 })
  expect(typesOf(aDriftReport({ features: [feature] }))).toEqual([])
})

test.each(['ok', 'notice', 'insufficient-data'] as const)('a feature at %s violates nothing', severity => {
  expect(typesOf(aDriftReport({ features: [aSteadyFeature({ severity, psi: 9 })] }))).toEqual([])
})
