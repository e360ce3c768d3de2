import { expect, test } from '@jest/globals'
import { reasonOf } from '../../../src/domain/drift/report-reason.js'
import { driftReasons } from '../../../src/domain/records/drift-report.js'

test.each([
  { name: 'too few current rows', rows: [200, 199], reason: 'too-few-rows' },
  { name: 'too few baseline rows', rows: [199, 200], reason: 'too-few-rows' },
  { name: 'enough rows, and too many bins for them', rows: [200, 200], reason: 'sampling-noise' }
])('unjudged for $name is $reason', ({ rows: [baseline_rows = 0, current_rows = 0], reason }) => {
  expect(reasonOf({ because: 'features-unjudged', baseline_rows, current_rows }, 200)).toBe(reason)
})

test('any other verdict has its own reason', () => {
  const rows = { baseline_rows: 1, current_rows: 1 }
  const reasons = driftReasons.filter(reason => reason !== 'too-few-rows' && reason !== 'sampling-noise')
  expect(reasons.map(because => reasonOf({ because, ...rows }, 200))).toEqual(reasons)
})
