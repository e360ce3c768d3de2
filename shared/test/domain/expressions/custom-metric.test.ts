import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { UserError } from '../../../src/errors.js'
import { prepareCustomMetrics } from '../../../src/domain/expressions/custom-metric.js'
import type { RowColumn, RowColumns } from '../../../src/domain/expressions/row-columns.js'
import { everyRowOnce } from '../../../src/domain/metrics/weighted-metric.js'

const numbers = (...values: number[]): RowColumn => ({ kind: 'numeric', values: Float64Array.from(values) })
const texts = (...values: (string | null)[]): RowColumn => {
  const dictionary = [...new Set(values.flatMap(value => value ?? []))]
  const codes = Int32Array.from(values, value => (value === null ? -1 : dictionary.indexOf(value)))
  return { kind: 'text', codes, dictionary }
}

const shop: RowColumns = {
  rows: 5,
  prediction: numbers(10, 8, 30, 40, 45),
  target: numbers(10, 10, 20, 40, 50),
  probabilities: new Map(),
  features: new Map([
    ['price', numbers(1, 2, NaN, 4, 5)],
    ['region', texts('north', 'south', 'north', null, 'west')],
    ['target', numbers(7, 7, 7, 7, 7)],
    ['unit price', numbers(1, 1, 1, 1, Infinity)]
  ])
}

const churn: RowColumns = {
  rows: 4,
  prediction: texts('yes', 'no', 'yes', 'no'),
  target: texts('yes', 'yes', 'no', 'no'),
  probabilities: new Map([
    ['yes', Float64Array.of(0.9, 0.4, 0.6, 0.1)],
    ['not yet', Float64Array.of(0.1, 0.6, 0.4, 0.9)]
  ]),
  features: new Map([['tenure', numbers(1, 2, 3, 4)]])
}

function measure(text: string, columns: RowColumns, counts = everyRowOnce(columns.rows)) {
  const metric = prepareCustomMetrics({ m: text }, columns).get('m')
  if (metric === undefined) throw new Error('the metric was not prepared')
  return metric(counts)
}

describe('values worked out by hand', () => {
  test.each<[string, RowColumns, number]>([
    // Of 10/10, 8/10, 30/20, 40/40, 45/50 only 8 lies below nine tenths; 45 equals them.
    ['mean(prediction < target * 0.9)', shop, 0.2],
    ['sum(abs(prediction - target)) / sum(target)', shop, 17 / 130],
    ['sum(max(target - prediction, 0))', shop, 7],
    ['min(prediction) + max(prediction)', shop, 53],
    ['min(mean(target), 20)', shop, 20],
    ['count()', shop, 5],
    ['count(prediction > target)', shop, 1],
    ['count(target) / count()', shop, 1],
    ['quantile(target, 0.5)', shop, 20],
    ['quantile(target, 0.9)', shop, 46],
    ['quantile(target, 0)', shop, 10],
    ['quantile(target, 1)', shop, 50],
    // Squared deviations from 26: 256 + 256 + 36 + 196 + 576 = 1320, over 4.
    ['std(target)', shop, Math.sqrt(330)],
    ['sqrt(mean((prediction - target) * (prediction - target)))', shop, Math.sqrt(129 / 5)],
    ['mean(region == "north" ? prediction : 0)', { ...shop, features: allNorth() }, 26.6],
    ['mean(feature["target"])', shop, 7],
    ['mean(target in [10, 50])', shop, 0.6],
    ['mean(!(prediction == target) && target > 10)', shop, 0.4],
    ['mean(-target)', shop, -26],
    ['mean(log(exp(target / 10)))', shop, 2.6],
    ['mean(target) > 20 ? 1 : 0', shop, 1],
    ['mean(target) > 20 && sum(target) > 1000 ? 1 : 0', shop, 0],
    ['(mean(target) > 20) + 1', shop, 2],
    ['mean(prediction == target)', churn, 0.5],
    ['mean(prediction == "yes" && target == "no")', churn, 0.25],
    [
      'sum((prediction == "yes" && target == "no") * 5 + (prediction == "no" && target == "yes") * 20)',
      churn,
      25
    ],
    ['mean(probability_yes)', churn, 0.5],
    ['mean(probability["not yet"] > 0.5)', churn, 0.5],
    ['mean(tenure * (target == "yes"))', churn, 0.75],
    ['mean(target in ["yes", "no"])', churn, 1],
    ['1e3', churn, 1000]
  ])('%s', (text, columns, expected) => {
    expect(measure(text, columns).value).toBeCloseTo(expected, 12)
  })

  function allNorth() {
    return new Map([['region', texts('north', 'north', 'north', 'north', 'north')]])
  }
})

describe('missing cells', () => {
  test.each<[string, number, string]>([
    ['mean(price)', 3, '1 of 5 rows left out: a value is missing or not finite'],
    ['mean(price * 2 > 5)', 0.5, '1 of 5 rows left out: a value is missing or not finite'],
    ['count(region == "north")', 2, '1 of 5 rows left out: a value is missing or not finite'],
    ['count(region)', 4, '1 of 5 rows left out: a value is missing or not finite'],
    ['mean(region in ["north", "west"])', 0.75, '1 of 5 rows left out: a value is missing or not finite'],
    ['mean(feature["unit price"])', 1, '1 of 5 rows left out: a value is missing or not finite'],
    ['quantile(price, 0.5)', 3, '1 of 5 rows left out: a value is missing or not finite'],
    ['sum(price) / count(region)', 3, '1 of 5 rows left out: a value is missing or not finite'],
    [
      'mean(sqrt(target - 20))',
      (0 + Math.sqrt(20) + Math.sqrt(30)) / 3,
      '2 of 5 rows left out: a value is missing or not finite'
    ]
  ])('%s leaves rows out and says so', (text, value, note) => {
    const result = measure(text, shop)
    expect(result).toEqual({ value: expect.any(Number), note })
    expect(result.value).toBeCloseTo(value, 12)
  })

  test('a row is kept where && or ?: skip the missing cell', () => {
    expect(measure('count(target >= 20 && price > 0)', shop)).toMatchObject({
      value: 2,
      note: expect.any(String)
    })
    expect(measure('mean(target != 20 ? price : 0)', shop)).toEqual({ value: 12 / 5 })
    expect(measure('count(target != 20 && price > 0)', shop)).toEqual({ value: 4 })
  })
})

describe('without a value', () => {
  test.each<[string, string]>([
    ['sum(prediction) / (sum(target) - 130)', 'sum(prediction) / (sum(target) - 130) is not a finite number'],
    ['sqrt(mean(target) - 100) + 1', 'sqrt(mean(target) - 100) is not a finite number'],
    ['mean(price / 0)', 'no row has all the values it needs'],
    ['1 + max(log(target - 100))', 'no row has all the values it needs']
  ])('%s: %s', (text, reason) => {
    expect(measure(text, shop)).toEqual({ value: null, reason })
  })

  test('of no rows, or one for std', () => {
    expect(measure('mean(target)', shop, new Int32Array(5))).toMatchObject({ value: null })
    expect(measure('std(target)', shop, Int32Array.of(1, 0, 0, 0, 0))).toEqual({
      value: null,
      reason: 'std needs two rows'
    })
  })
})

describe('errors', () => {
  test.each<[string, number, string]>([
    ['prediction > 1', 1, 'a column must stand inside an aggregate'],
    ['mean(prize)', 6, 'there is no column "prize"'],
    ['mean(sum(target))', 6, 'sum stands inside another aggregate'],
    ['average(target)', 1, 'there is no function average'],
    ['mean(target, 1)', 1, 'mean takes 1 argument'],
    ['quantile(target)', 1, 'quantile takes 2 arguments'],
    ['quantile(target, 90)', 18, 'the quantile must be a number from 0 to 1'],
    ['mean(region)', 6, 'mean needs numbers, this is a text'],
    ['mean(region == 1)', 6, 'a text and a number do not go together'],
    ['mean(region < "b")', 6, 'this must be a number, it is a text'],
    ['mean(probability["maybe"])', 6, 'there is no probability of class "maybe"'],
    ['mean(probability_yes)', 6, 'there is no probability of class "yes"'],
    ['mean(price.x)', 6, 'nothing can be read here'],
    ['mean(target) > 1', 1, 'a custom metric must be a number, this is a boolean'],
    ['mean(target', 12, 'the expression ends too early'],
    [Array(17).fill('sum(target)').join(' + '), 1, 'a custom metric can hold 16 aggregates, this one has 17']
  ])('%s', (text, column, message) => {
    expect(() => prepareCustomMetrics({ m: text }, shop)).toThrow(
      expect.objectContaining({
        code: 'custom-metric-invalid',
        message: expect.stringContaining(`custom_metrics.m, column ${column}: ${message}`)
      })
    )
  })

  test('all metrics are reported at once', () => {
    const metrics = { good: 'mean(target)', bad: 'mean(prize) + foo(1)', worse: 'mean(' }
    let thrown: unknown
    try {
      prepareCustomMetrics(metrics, shop)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(UserError)
    expect(thrown).toMatchObject({
      problems: [
        { place: 'custom_metrics.bad, column 6', hint: 'did you mean price?' },
        { place: 'custom_metrics.bad, column 15' },
        { place: 'custom_metrics.worse, column 6' }
      ]
    })
  })
})

test('a row that counts twice measures like two rows', () => {
  const cells = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: 0, max: 3 })), {
    minLength: 1,
    maxLength: 20
  })
  const aggregates = ['mean(x)', 'sum(x)', 'min(x)', 'max(x)', 'count(x > 0)', 'std(x)', 'quantile(x, 0.3)']
  const columnsOf = (values: readonly number[]): RowColumns => ({
    rows: values.length,
    prediction: numbers(...values),
    target: numbers(...values),
    probabilities: new Map(),
    features: new Map([['x', numbers(...values)]])
  })
  fc.assert(
    fc.property(cells, fc.constantFrom(...aggregates), (rows, text) => {
      const counted = measure(
        text,
        columnsOf(rows.map(([x]) => x)),
        Int32Array.from(rows, ([, times]) => times)
      )
      const repeated = measure(text, columnsOf(rows.flatMap(([x, times]) => Array<number>(times).fill(x))))
      if (repeated.value === null) expect(counted.value).toBeNull()
      else expect(counted.value).toBeCloseTo(repeated.value, 9)
    })
  )
})
