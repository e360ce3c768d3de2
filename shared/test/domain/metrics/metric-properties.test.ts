import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { goodness, improvement } from '../../../src/domain/metrics/direction.js'
import {
  measureClassification,
  prepareClassification
} from '../../../src/domain/metrics/evaluate-classification.js'
import { classificationOutcomes } from '../../../src/domain/metrics/class-predictions.js'
import { selectOutcomes } from '../../../src/domain/metrics/classification-outcomes.js'
import type { ClassificationOutcomes } from '../../../src/domain/metrics/classification-outcomes.js'
import { prepareRegression } from '../../../src/domain/metrics/evaluate-regression.js'
import { selectNumbers } from '../../../src/domain/metrics/regression-outcomes.js'
import { metricsOf, primaryMetricOf } from '../../../src/domain/metrics/metric-table.js'
import { everyRowOnce } from '../../../src/domain/metrics/weighted-metric.js'
import type { PreparedMetrics, RowCounts } from '../../../src/domain/metrics/weighted-metric.js'
import { TASKS } from '../../../src/domain/metrics/task.js'
import { expectClose } from '../expect-close.js'

const CLASSES = ['a', 'b', 'c']

const outcomes = fc.integer({ min: 2, max: 3 }).chain(size =>
  fc
    .array(
      fc.record({
        truth: fc.nat(size - 1),
        predicted: fc.nat(size - 1),
        scores: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: size, maxLength: size }),
        times: fc.nat(3)
      }),
      { minLength: 1, maxLength: 30 }
    )
    .map(rows => {
      const shares = rows.flatMap(({ scores }) => scores.map(score => score / scores.reduce((a, b) => a + b)))
      const coded = classificationOutcomes({
        classes: CLASSES.slice(0, size),
        truth: Int32Array.from(rows, row => row.truth),
        predicted: Int32Array.from(rows, row => row.predicted),
        probabilities: Float64Array.from(shares)
      })
      return { coded, counts: Int32Array.from(rows, row => row.times) }
    })
)

/** The rows of a sample, repeated as often as they count. */
function repeated(counts: RowCounts): Int32Array {
  return Int32Array.from([...counts].flatMap((times, row) => Array.from({ length: times }, () => row)))
}

function expectSame(weighted: PreparedMetrics, counts: RowCounts, written: PreparedMetrics): void {
  const all = everyRowOnce(repeated(counts).length)
  for (const [name, metric] of weighted)
    expectClose(metric(counts).value, written.get(name)?.(all).value ?? null)
}

describe('a metric of a sample', () => {
  test('is that of its rows written out, for classes', () => {
    fc.assert(
      fc.property(outcomes, ({ coded, counts }) => {
        const written = selectOutcomes(coded, repeated(counts))
        expectSame(prepareClassification(coded), counts, prepareClassification(written))
      })
    )
  })

  test('is that of its rows written out, for numbers', () => {
    const row = fc.record({
      truth: fc.integer({ min: -5, max: 5 }),
      predicted: fc.integer({ min: -5, max: 5 }),
      times: fc.nat(3)
    })
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 30 }), rows => {
        const numbers = {
          truth: Float64Array.from(rows, one => one.truth),
          predicted: Float64Array.from(rows, one => one.predicted)
        }
        const counts = Int32Array.from(rows, one => one.times)
        expectSame(
          prepareRegression(numbers),
          counts,
          prepareRegression(selectNumbers(numbers, repeated(counts)))
        )
      })
    )
  })

  test('does not depend on the order of the rows', () => {
    const reversed = (coded: ClassificationOutcomes) =>
      selectOutcomes(coded, Int32Array.from(coded.truth.keys()).reverse())
    fc.assert(
      fc.property(outcomes, ({ coded }) => {
        const [forwards, backwards] = [measureClassification(coded), measureClassification(reversed(coded))]
        for (const [name, value] of Object.entries(forwards.metrics))
          expectClose(backwards.metrics[name], value)
      })
    )
  })

  test('lies in the range of the metric table', () => {
    const table = metricsOf('classification')
    fc.assert(
      fc.property(outcomes, ({ coded }) => {
        const { metrics } = measureClassification(coded)
        for (const { name, lowest, highest } of table) {
          const value = metrics[name] ?? lowest
          expect(value).toBeGreaterThanOrEqual(lowest - 1e-12)
          expect(value).toBeLessThanOrEqual(highest + 1e-12)
        }
      })
    )
  })
})

describe('directions', () => {
  test.each([
    ['higher is better', 'higher', 0.9, 0.8, 0.1],
    ['lower is better', 'lower', 0.5, 1, 0.5],
    ['lower is better, and it got worse', 'lower', 9, 1, -8],
    ['a negative baseline that improved', 'higher', -0.4, -0.5, 0.1],
    ['a negative baseline that got worse', 'higher', -0.9, -0.5, -0.4],
    ['a bias on the other side', 'zero', -1, 3, 2],
    ['from a zero baseline', 'higher', 0.2, 0, 0.2]
  ] as const)('%s', (_name, direction, challenger, champion, better) => {
    expect(improvement(direction, challenger, champion)).toBeCloseTo(better, 12)
  })

  test('a perfect value is better than any other', () => {
    expect(goodness('zero', 0)).toBeGreaterThan(goodness('zero', -1e-9))
  })

  test.each([
    ['classification', 'accuracy'],
    ['regression', 'rmse'],
    ['clustering', 'silhouette'],
    ['dimensionality_reduction', 'explained_variance'],
    ['q_learning', 'mean_return'],
    ['policy_gradient', 'mean_return']
  ] as const)('the primary metric of %s is %s', (task, name) => {
    expect(primaryMetricOf(task).name).toBe(name)
  })

  test('every task has one primary metric and no metric twice', () => {
    for (const task of TASKS) {
      const names = metricsOf(task).map(metric => metric.name)
      expect(new Set(names).size).toBe(names.length)
      expect(metricsOf(task).filter(metric => metric.primary)).toHaveLength(1)
    }
  })
})
