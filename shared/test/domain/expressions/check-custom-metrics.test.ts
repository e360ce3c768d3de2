import { expect, test } from '@jest/globals'
import { checkCustomMetrics } from '../../../src/domain/expressions/parse-custom-metric.js'

test('before the data is known, columns are not checked but the language is', () => {
  const metrics = {
    shortage_rate: 'mean(prediction < target * 0.9)',
    any: 'mean(whatever == "a")',
    bad: 'mean(1 +)'
  }
  expect(checkCustomMetrics(metrics, 'regression')).toEqual([
    { place: 'custom_metrics.bad, column 9', message: 'unexpected ")"' }
  ])
})

test('known features are checked and suggested', () => {
  const vocabulary = { features: new Map([['price', 'number' as const]]) }
  expect(checkCustomMetrics({ m: 'mean(prise)' }, 'regression', vocabulary)).toEqual([
    {
      place: 'custom_metrics.m, column 6',
      message: 'there is no column "prise"',
      hint: 'did you mean price?'
    }
  ])
})

test.each([
  ['rmse', 'rmse is a built-in metric of regression'],
  ['no name', 'this is no metric name'],
  ['__proto__', 'this is no metric name'],
  ['1st', 'this is no metric name']
])('the name %s is refused', (name, message) => {
  expect(checkCustomMetrics(Object.fromEntries([[name, 'count()']]), 'regression')).toMatchObject([
    { place: `custom_metrics.${name}`, message }
  ])
})

test('a name of another task is free', () => {
  expect(checkCustomMetrics({ accuracy: 'mean(prediction == target)' }, 'regression')).toEqual([])
})
