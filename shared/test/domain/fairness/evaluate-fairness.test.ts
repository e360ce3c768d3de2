import { describe, expect, test } from '@jest/globals'
import { UserError } from '../../../src/errors.js'
import { evaluateFairness } from '../../../src/domain/fairness/evaluate-fairness.js'
import type { GroupColumn } from '../../../src/domain/fairness/group-outcomes.js'
import type { ClassPredictions } from '../../../src/domain/metrics/class-predictions.js'
import { expectClose } from '../expect-close.js'

/** One group: its value and its numbers of true positives, false negatives, false positives and true negatives. */
type GroupTable = readonly [value: string, tp: number, fn: number, fp: number, tn: number]

function rowsOf(tables: readonly GroupTable[]): { predictions: ClassPredictions; column: GroupColumn } {
  const dictionary = tables.map(([value]) => value)
  const rows = tables.flatMap(([, tp, fn, fp, tn], code) => [
    ...Array.from({ length: tp }, () => ({ code, truth: 'yes', predicted: 'yes' })),
    ...Array.from({ length: fn }, () => ({ code, truth: 'yes', predicted: 'no' })),
    ...Array.from({ length: fp }, () => ({ code, truth: 'no', predicted: 'yes' })),
    ...Array.from({ length: tn }, () => ({ code, truth: 'no', predicted: 'no' }))
  ])
  return {
    predictions: {
      classes: ['no', 'yes'],
      positiveClass: 'yes',
      truth: rows.map(row => row.truth),
      predicted: rows.map(row => row.predicted)
    },
    column: { name: 'sex', dictionary, codes: Int32Array.from(rows, row => row.code) }
  }
}

function fairnessOf(...tables: GroupTable[]) {
  const { predictions, column } = rowsOf(tables)
  const report = evaluateFairness({ predictions, columns: [column] })['sex']
  if (report === undefined) throw new Error('no report')
  return report
}

/** scipy.stats.chi2_contingency([[24, 16], [15, 35]], correction=False) */
const CHI_SQUARE_P = 0.004318490424660106

describe('two groups, by hand', () => {
  // f: 40 rows, selected 20 + 4 = 24, TPR 20/25, FPR 4/15.  m: 50 rows, selected 10 + 5 = 15, TPR 10/20, FPR 5/30.
  const report = fairnessOf(['f', 20, 5, 4, 11], ['m', 10, 10, 5, 25])

  test.each([
    ['demographic_parity_difference', 24 / 40 - 15 / 50],
    ['demographic_parity_ratio', 15 / 50 / (24 / 40)],
    ['equal_opportunity_difference', 20 / 25 - 10 / 20],
    ['equalized_odds_difference', 20 / 25 - 10 / 20]
  ])('%s', (metric, expected) => {
    expectClose(report.metrics[metric], expected, 1e-12)
  })

  test('the groups are listed with their rates, the largest first', () => {
    expect(report.groups).toEqual([
      {
        value: 'm',
        rows: 50,
        positives: 20,
        selection_rate: 0.3,
        true_positive_rate: 0.5,
        false_positive_rate: 5 / 30,
        judged: true
      },
      {
        value: 'f',
        rows: 40,
        positives: 25,
        selection_rate: 0.6,
        true_positive_rate: 0.8,
        false_positive_rate: 4 / 15,
        judged: true
      }
    ])
    expect(report).toMatchObject({
      positive_class: 'yes',
      minimum_rows: 30,
      unlisted_groups: 0,
      missing_rows: 0
    })
  })

  test('their selection is tested by chi-square', () => {
    expectClose(report.selection_p_value, CHI_SQUARE_P)
    expect(report.selection_p_adjusted).toBe(report.selection_p_value)
  })
})

describe('equalized odds', () => {
  test('is the larger of both differences', () => {
    // TPR 0.5 and 0.6, FPR 0.1 and 0.7.
    const { metrics } = fairnessOf(['a', 10, 10, 2, 18], ['b', 12, 8, 14, 6])
    expectClose(metrics['equal_opportunity_difference'], 0.1, 1e-12)
    expectClose(metrics['equalized_odds_difference'], 0.6, 1e-12)
  })
})

describe('groups that cannot be judged', () => {
  test('fewer than 30 rows are listed and count in nothing', () => {
    const with29 = fairnessOf(['a', 10, 10, 10, 10], ['b', 10, 10, 10, 10], ['c', 29, 0, 0, 0])
    expect(with29.metrics).toMatchObject({ demographic_parity_difference: 0, demographic_parity_ratio: 1 })
    expect(with29.groups[2]).toMatchObject({
      value: 'c',
      judged: false,
      note: 'not judged: fewer than 30 rows; no rows of other classes'
    })
    const with30 = fairnessOf(['a', 10, 10, 10, 10], ['b', 10, 10, 10, 10], ['c', 30, 0, 0, 0])
    expect(with30.metrics).toMatchObject({
      demographic_parity_difference: 0.5,
      demographic_parity_ratio: 0.5
    })
  })

  test('a group without positives has no true positive rate, not one of 0', () => {
    const report = fairnessOf(['a', 18, 2, 10, 10], ['b', 16, 4, 10, 10], ['c', 0, 0, 20, 20])
    expect(report.groups.find(({ value }) => value === 'c')).toMatchObject({
      true_positive_rate: null,
      judged: true,
      note: 'no rows of the positive class'
    })
    expectClose(report.metrics['equal_opportunity_difference'], 0.1, 1e-12)
  })

  test('one group alone leaves everything undefined', () => {
    const report = fairnessOf(['a', 10, 10, 10, 10], ['b', 1, 1, 1, 1])
    expect(new Set(Object.values(report.metrics))).toEqual(new Set([null]))
    expect(report.undefined['demographic_parity_difference']).toBe(
      'fewer than two groups of at least 30 rows have predictions'
    )
    expect(report.selection_p_value).toBeNull()
  })

  test('positives in one group only leave opportunity and odds undefined', () => {
    const { metrics, undefined: reasons } = fairnessOf(['a', 10, 10, 10, 10], ['b', 0, 0, 20, 20])
    expect(metrics).toMatchObject({
      demographic_parity_difference: 0,
      equal_opportunity_difference: null,
      equalized_odds_difference: null
    })
    expect(reasons['equalized_odds_difference']).toContain('rows of the positive class')
  })

  test('nobody selected leaves the ratio undefined', () => {
    const { metrics, undefined: reasons } = fairnessOf(['a', 0, 20, 0, 20], ['b', 0, 20, 0, 20])
    expect(metrics).toMatchObject({ demographic_parity_difference: 0, demographic_parity_ratio: null })
    expect(reasons['demographic_parity_ratio']).toContain('no group is ever predicted')
  })
})

describe('columns', () => {
  const { predictions, column } = rowsOf([
    ['f', 20, 5, 4, 11],
    ['m', 10, 10, 5, 25]
  ])

  test('several are corrected by Holm together', () => {
    const halves = { name: 'half', dictionary: ['x', 'y'], codes: column.codes.map((_, row) => row % 2) }
    const reports = evaluateFairness({ predictions, columns: [column, halves] })
    expectClose(reports['sex']?.selection_p_adjusted, 2 * CHI_SQUARE_P)
    expect(reports['half']?.selection_p_adjusted).toBe(reports['half']?.selection_p_value)
  })

  test('missing values are in no group', () => {
    const codes = column.codes.map((code, row) => (row < 5 ? -1 : code))
    const report = evaluateFairness({ predictions, columns: [{ ...column, codes }] })['sex']
    expect(report?.missing_rows).toBe(5)
    expect(report?.groups.find(({ value }) => value === 'f')?.rows).toBe(35)
  })

  test('with very many values are listed in part and judged in whole', () => {
    const tables = Array.from({ length: 150 }, (_, index): GroupTable => [
      `g${index}`,
      10,
      5,
      index === 149 ? 15 : 0,
      index === 149 ? 0 : 15
    ])
    const report = fairnessOf(...tables)
    expect(report.groups).toHaveLength(100)
    expect(report.unlisted_groups).toBe(50)
    expectClose(report.metrics['demographic_parity_difference'], 0.5, 1e-12)
  })

  test('of another length than the predictions are refused', () => {
    const short = { ...column, codes: column.codes.slice(1) }
    expect(() => evaluateFairness({ predictions, columns: [short] })).toThrow(UserError)
  })

  test('may have the name of an object property', () => {
    const reports = evaluateFairness({ predictions, columns: [{ ...column, name: '__proto__' }] })
    expect(Object.keys(reports)).toEqual(['__proto__'])
  })
})
