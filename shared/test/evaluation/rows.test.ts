import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { sampleRows } from '../../src/evaluation/sample-rows.js'
import { scoreRowByRow, singleRows } from '../../src/evaluation/single-rows.js'
import type { LoadedModel } from '../../src/ports/inference-runtime.js'
import type { Table } from '../../src/tables/column.js'
import type { FeatureMatrix } from '../../src/tables/feature-matrix.js'

const tableOf = (rows: number): Table => ({
  rows,
  columns: [
    { kind: 'numeric', name: 'n', values: Float64Array.from({ length: rows }, (_, row) => row) },
    {
      kind: 'text',
      name: 't',
      codes: Int32Array.from({ length: rows }, (_, row) => row % 2),
      dictionary: ['even', 'odd']
    }
  ]
})

const numbersIn = (table: Table) =>
  table.columns.flatMap(column => (column.kind === 'numeric' ? [...column.values] : []))

describe('a sample of rows', () => {
  test('of a small table is the table', () => {
    const table = tableOf(5)
    expect(sampleRows(table, { most: 5, seed: 1 })).toBe(table)
  })

  test('has that many different rows, in order, the columns still beside each other', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 200 }),
        fc.integer(),
        (most, more, seed) => {
          const sample = sampleRows(tableOf(most + more), { most, seed })
          const rows = numbersIn(sample)
          expect(rows).toHaveLength(most)
          expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b))
          const [, texts] = sample.columns
          expect(texts?.kind === 'text' && [...texts.codes]).toEqual(rows.map(row => row % 2))
        }
      )
    )
  })

  test('is the same for the same seed, and another for another', () => {
    const draw = (seed: number) => numbersIn(sampleRows(tableOf(1000), { most: 20, seed }))
    expect(draw(42)).toEqual(draw(42))
    expect(draw(42)).not.toEqual(draw(43))
  })

  test('takes every row about as often', () => {
    const counts = new Float64Array(10)
    for (let seed = 0; seed < 5000; seed++)
      for (const row of numbersIn(sampleRows(tableOf(10), { most: 3, seed })))
        counts[row] = (counts[row] ?? 0) + 1
    // Each is expected 1,500 times with a standard deviation of √(5000 · 0.3 · 0.7) = 32.4; five of them.
    for (const count of counts) expect(Math.abs(count - 1500)).toBeLessThan(162)
  })
})

describe('single rows', () => {
  const features: FeatureMatrix = {
    rows: 3,
    numericNames: ['a', 'b'],
    numeric: Float32Array.of(1, 2, 3, 4, 5, 6),
    categoricalNames: ['c'],
    categorical: ['x', 'y', 'z']
  }

  test('are the rows, as many as are wanted', () => {
    const rows = singleRows(features, 2)
    expect(rows.map(row => [row.rows, [...row.numeric], row.categorical])).toEqual([
      [1, [1, 2], ['x']],
      [1, [3, 4], ['y']]
    ])
    expect(singleRows(features, 9)).toHaveLength(3)
  })

  test('are scored one by one, and their scores put together', async () => {
    const seen: number[] = []
    const model: LoadedModel = {
      metadata: new Map(),
      score: async given => {
        seen.push(given.rows)
        const [first = 0, second = 0] = given.numeric
        return { rows: 1, outputs: 2, values: Float32Array.of(first, second), labels: given.categorical }
      },
      close: async () => undefined
    }
    expect(await scoreRowByRow(model, features)).toEqual({
      rows: 3,
      outputs: 2,
      values: Float32Array.of(1, 2, 3, 4, 5, 6),
      labels: ['x', 'y', 'z']
    })
    expect(seen).toEqual([1, 1, 1])
  })
})
