import { describe, expect, test } from '@jest/globals'
import { UserError } from '../../../src/errors.js'
import { evaluateSlices } from '../../../src/domain/slices/evaluate-slices.js'
import type { SliceColumn } from '../../../src/domain/slices/choose-slices.js'

function column(name: string, values: readonly (string | null)[]): SliceColumn {
  const dictionary = [...new Set(values.filter(value => value !== null))]
  return {
    name,
    dictionary,
    codes: Int32Array.from(values, value => (value === null ? -1 : dictionary.indexOf(value)))
  }
}

const numbers = { truth: Float64Array.of(1, 2, 3, 4), predicted: Float64Array.of(1, 3, 3, 6) }

describe('slices of a regression', () => {
  const region = column('region', ['north', 'south', 'north', 'south'])

  test('have the metrics of their own rows', () => {
    const { slices } = evaluateSlices({ task: 'regression', predictions: numbers, columns: [region] })
    expect(Object.keys(slices)).toEqual(['region=north', 'region=south'])
    expect(slices['region=north']).toMatchObject({ rows: 2, metrics: { mae: 0, r2: 1 } })
    expect(slices['region=south']).toMatchObject({ rows: 2, metrics: { mae: 1.5, max_error: 2 } })
  })

  test('of several columns stand side by side; missing values are in none', () => {
    const shop = column('shop', ['a', null, null, 'a'])
    const { slices } = evaluateSlices({ task: 'regression', predictions: numbers, columns: [region, shop] })
    expect(Object.keys(slices)).toEqual(['region=north', 'region=south', 'shop=a'])
    expect(slices['shop=a']).toMatchObject({ rows: 2, metrics: { mae: 1 } })
  })

  test('of one row have reasons for what is undefined', () => {
    const { slices } = evaluateSlices({
      task: 'regression',
      predictions: numbers,
      columns: [column('x', ['1', '2', '3', '4'])]
    })
    expect(slices['x=2']?.metrics['r2']).toBeNull()
    expect(slices['x=2']?.undefined['r2']).toBe('there is only one row')
  })
})

describe('slices of a classification', () => {
  test('have the metrics of labels and probabilities of their rows', () => {
    const predictions = {
      classes: ['no', 'yes'],
      truth: ['yes', 'no', 'yes', 'no'],
      predicted: ['yes', 'no', 'no', 'yes'],
      probabilities: Float64Array.of(0.1, 0.9, 0.8, 0.2, 0.6, 0.4, 0.3, 0.7)
    }
    const { slices } = evaluateSlices({
      task: 'classification',
      predictions,
      columns: [column('half', ['1', '1', '2', '2'])]
    })
    expect(slices['half=1']).toMatchObject({ rows: 2, metrics: { accuracy: 1, roc_auc: 1 } })
    expect(slices['half=2']).toMatchObject({ rows: 2, metrics: { accuracy: 0, roc_auc: 0 } })
    expect(slices['half=1']?.metrics['brier']).toBeCloseTo((0.01 + 0.04) / 2, 12)
  })
})

describe('columns of very many values', () => {
  const values = Array.from({ length: 300 }, (_, row) => (row < 100 ? 'common' : `id-${row}`))
  const predictions = { truth: new Float64Array(300), predicted: new Float64Array(300).fill(1) }

  test('get slices for the 50 largest, and a note', () => {
    const { slices, notes } = evaluateSlices({
      task: 'regression',
      predictions,
      columns: [column('id', values)]
    })
    expect(Object.keys(slices)).toHaveLength(50)
    expect(slices['id=common']?.rows).toBe(100)
    expect(notes).toEqual(['151 values of "id" got no slice: they are too rare or too long'])
  })

  test('get the slices a gate names as well', () => {
    const question = { task: 'regression' as const, predictions, columns: [column('id', values)] }
    expect(evaluateSlices(question).slices['id=id-299']).toBeUndefined()
    const { slices } = evaluateSlices({ ...question, named: ['id=id-299', 'id=nowhere'] })
    expect(slices['id=id-299']?.metrics).toMatchObject({ mae: 1 })
    expect(Object.keys(slices)).toHaveLength(51)
  })

  test('long values get no slice', () => {
    const { slices, notes } = evaluateSlices({
      task: 'regression',
      predictions: numbers,
      columns: [column('text', ['a', 'b'.repeat(201), 'a', 'a'])]
    })
    expect(Object.keys(slices)).toEqual(['text=a'])
    expect(notes).toHaveLength(1)
  })
})

test('a column of another length than the predictions is refused', () => {
  const question = { task: 'regression' as const, predictions: numbers, columns: [column('x', ['a'])] }
  expect(() => evaluateSlices(question)).toThrow(UserError)
})
