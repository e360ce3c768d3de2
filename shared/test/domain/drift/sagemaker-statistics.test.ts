import { describe, expect, test } from '@jest/globals'
import { buildProfile } from '../../../src/domain/drift/build-profile.js'
import { compareColumns, compareProfile } from '../../../src/domain/drift/compare.js'
import type { DriftColumn } from '../../../src/domain/drift/drift-column.js'
import {
  isSageMakerStatistics,
  profileFromSageMakerStatistics
} from '../../../src/domain/drift/sagemaker-statistics.js'
import { baselineProfile } from '../../../src/domain/records/baseline.js'
import type { BaselineProfile } from '../../../src/domain/records/baseline.js'
import { UserError } from '../../../src/errors.js'

interface Kll {
  readonly buckets?: readonly { lower_bound: number; upper_bound: number; count: number }[]
  readonly sketch?: { readonly parameters: { c: number; k: number }; readonly data: readonly number[][] }
}

function numeric(name: string, present: number, kll: Kll, missing = 0) {
  return {
    name,
    inferred_type: 'Fractional',
    numerical_statistics: {
      common: { num_present: present, num_missing: missing },
      mean: 0,
      sum: 0,
      std_dev: 2.5,
      min: 0,
      max: 1,
      distribution: { kll }
    }
  }
}

const sketch = (...data: number[][]): Kll => ({ sketch: { parameters: { c: 0.64, k: 2048 }, data } })

function buckets(counts: readonly number[], lower: number, upper: number): Kll {
  const bound = (index: number) => lower + ((upper - lower) * index) / counts.length
  return {
    buckets: counts.map((count, index) => ({
      lower_bound: bound(index),
      upper_bound: bound(index + 1),
      count
    }))
  }
}

function textual(name: string, counts: Readonly<Record<string, number>>, change: object = {}) {
  const present = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return {
    name,
    inferred_type: 'String',
    string_statistics: {
      common: { num_present: present, num_missing: 0 },
      distinct_count: Object.keys(counts).length,
      distribution: {
        categorical: { buckets: Object.entries(counts).map(([value, count]) => ({ value, count })) }
      },
      ...change
    }
  }
}

const statistics = (items: number, ...features: unknown[]) => ({
  version: 0,
  dataset: { item_count: items },
  features
})

/** The profile, which is one that a file may hold. */
function profileOf(items: number, ...features: unknown[]): BaselineProfile {
  const profile = profileFromSageMakerStatistics(statistics(items, ...features), 'statistics.json')
  expect(baselineProfile.parse(JSON.parse(JSON.stringify(profile)))).toEqual(profile)
  return profile
}

const numbers = (count: number, value: (index: number) => number): DriftColumn => ({
  kind: 'numeric',
  name: 'x',
  values: Float64Array.from({ length: count }, (_, index) => value(index))
})

describe('a file is taken for statistics.json', () => {
  test.each([
    ['statistics', statistics(1), true],
    ['a profile of this suite', { schema_version: 1, rows: 1, features: [], dataset: {} }, false],
    ['constraints.json', { version: 0, features: [] }, false],
    ['a list', [], false],
    ['nothing', null, false]
  ])('%s', (_name, value, expected) => {
    expect(isSageMakerStatistics(value)).toBe(expected)
  })
})

describe('a numeric feature', () => {
  test('whose sketch still holds every value has the profile of the data', () => {
    const values = Array.from({ length: 1000 }, (_, index) => ((index * 617) % 1000) / 8)
    const { features, ...profile } = profileOf(1000, numeric('x', 1000, sketch(values)))
    expect(profile).toEqual({ schema_version: 1, approximate: true, rows: 1000 })
    const [exact] = buildProfile([numbers(1000, index => index / 8)]).features
    expect(features).toEqual([{ ...exact, standard_deviation: 2.5 }])
  })

  test('counts an item of the second compactor twice, and scales to the values there are', () => {
    // 0, 0, 1, 1, …, 499, 499: decile k lies at place 99.9·k, between two halves of a step.
    const second = Array.from({ length: 500 }, (_, index) => index)
    const [feature] = profileOf(5500, numeric('x', 5000, sketch([], second), 500)).features
    expect(feature).toMatchObject({
      missing: 500,
      bins: { kind: 'intervals', edges: expect.arrayContaining([expect.closeTo(49.9, 9)]) },
      counts: Array<number>(10).fill(500)
    })
  })

  test('without a sketch has the ten buckets as bins, and their lower bounds belong to them', () => {
    // Whole numbers 0 … 10 in buckets [0, 1), …, [9, 10]: the last one holds two of them.
    const kll = buckets([...Array<number>(9).fill(100), 200], 0, 10)
    const profile = profileOf(1100, numeric('x', 1100, kll))
    const result = compareProfile(profile, [numbers(1100, index => index % 11)])
    expect(result.features[0]).toMatchObject({ psi: 0, severity: 'ok' })
    expect(result.features[0]?.bins.map(({ baseline }) => baseline)).toEqual([
      ...Array<number>(9).fill(1 / 11),
      2 / 11,
      0
    ])
    // Even spread within the buckets: half of 1,100 rows lies at 5.5.
    expect(result.features[0]?.quantiles?.baseline.p50).toBeCloseTo(5.5, 9)
  })

  test('with an empty sketch is taken from its buckets, too, however many they are', () => {
    const kll = { ...sketch([], []), ...buckets(Array<number>(40).fill(25), -20, 20) }
    const [feature] = profileOf(1000, numeric('x', 1000, kll)).features
    expect(feature).toMatchObject({ counts: Array<number>(10).fill(100) })
  })

  test.each([
    ['by its sketch', sketch(Array<number>(300).fill(7))],
    [
      'by its buckets',
      {
        buckets: Array.from({ length: 10 }, (_, index) => ({
          lower_bound: 7,
          upper_bound: 7,
          count: index === 9 ? 300 : 0
        }))
      }
    ]
  ])('that is constant has one value: %s', (_name, kll) => {
    const profile = profileOf(300, numeric('x', 300, kll))
    expect(profile.features[0]).toMatchObject({ bins: { kind: 'values', values: [7] }, counts: [300, 0] })
    expect(compareProfile(profile, [numbers(300, () => 7)]).features[0]).toMatchObject({ psi: 0 })
  })

  test('without any value is compared by its missing cells', () => {
    const profile = profileOf(300, numeric('x', 0, {}, 300))
    expect(compareProfile(profile, [numbers(300, () => Number.NaN)]).features[0]).toMatchObject({ psi: 0 })
    expect(compareProfile(profile, [numbers(300, index => index)]).severity).toBe('retrain')
  })

  test('of a sketch gives nearly the index of the data', () => {
    const cells = numbers(20_000, index => Math.sin(index * 12.9898) * 100 + (index % 7))
    const ascending = cells.kind === 'numeric' ? [...cells.values].sort((a, b) => a - b) : []
    const third = ascending.filter((_, index) => index % 4 === 1)
    const profile = profileOf(20_000, numeric('x', 20_000, sketch([], [], third)))
    const current = numbers(5000, index => Math.sin(index * 78.233) * 100 + 25)
    const [exact] = compareColumns([cells], [current]).features
    const [near] = compareProfile(profile, [current]).features
    expect(exact?.psi).toBeGreaterThan(0.2)
    expect(Math.abs((near?.psi ?? 0) - (exact?.psi ?? 0))).toBeLessThan(0.005)
    expect(Math.abs((near?.ks?.statistic ?? 0) - (exact?.ks?.statistic ?? 0))).toBeLessThan(0.006)
  })
})

describe('a text feature', () => {
  test('has the counts of the file', () => {
    const [feature] = profileOf(1000, textual('x', { a: 600, b: 395, c: 5 })).features
    expect(feature).toEqual({
      name: 'x',
      kind: 'categorical',
      missing: 0,
      values: ['a', 'b'],
      other_values: ['c'],
      other_complete: true,
      counts: [600, 395, 5, 0]
    })
  })

  test.each([
    ['rows', { common: { num_present: 1000, num_missing: 0 } }, 400],
    ['values', { distinct_count: 9 }, 0]
  ])('of which the file lists not all %s takes unknown values for other ones', (_name, change, other) => {
    const rows = 600 + other
    const [feature] = profileOf(rows, textual('x', { a: 400, b: 200 }, change)).features
    expect(feature).toMatchObject({ other_complete: false, counts: [400, 200, other, 0] })
  })

  test('without counts is compared by its missing cells', () => {
    const change = { common: { num_present: 300, num_missing: 100 }, distribution: undefined }
    const [feature] = profileOf(400, textual('x', {}, change)).features
    expect(feature).toMatchObject({ values: [], other_complete: false, missing: 100, counts: [300, 0] })
  })

  test('with a value named like a prototype has it', () => {
    const value = textual('x', {})
    const listed = [{ value: '__proto__', count: 5 }]
    const change = {
      common: { num_present: 5, num_missing: 0 },
      distribution: { categorical: { buckets: listed } }
    }
    const feature = { ...value, string_statistics: { ...value.string_statistics, ...change } }
    expect(profileOf(5, feature).features[0]).toMatchObject({ values: ['__proto__'] })
  })
})

test('a column of which nothing is known is nothing new, and rows of its own are kept', () => {
  const unknown = { name: 'empty', inferred_type: 'Unknown' }
  const profile = profileOf(100, unknown, textual('x', { a: 60 }))
  expect(profile.other_columns).toEqual(['empty'])
  expect(profile.features).toMatchObject([{ name: 'x', rows: 60 }])
})

describe('a malformed file is one error that names everything', () => {
  function errorOf(value: unknown): UserError {
    try {
      profileFromSageMakerStatistics(value, 'statistics.json')
    } catch (error) {
      if (error instanceof UserError) return error
      throw error
    }
    throw new Error('the file was accepted')
  }

  test('in its shape', () => {
    const bad = { ...numeric('x', -1, {}), name: 7 }
    const error = errorOf({ dataset: { item_count: 'many' }, features: [bad] })
    expect(error.code).toBe('baseline-invalid')
    expect(error.message).toMatch(/^statistics\.json: /)
    expect(error.problems.map(({ place }) => place)).toEqual([
      'dataset.item_count',
      'features.0.name',
      'features.0.numerical_statistics.common.num_present'
    ])
  })

  test('in what it says', () => {
    const backwards = { buckets: [...(buckets([1, 1], 0, 2).buckets ?? [])].reverse() }
    const error = errorOf(
      statistics(
        2,
        { name: 'nothing', inferred_type: 'String' },
        numeric('unfilled', 2, buckets([0, 0], 0, 1)),
        numeric('backwards', 2, backwards),
        textual('twice', { a: 2 }),
        textual('twice', { a: 2 })
      )
    )
    expect(error.problems).toEqual([
      { place: 'feature "nothing"', message: 'has no statistics' },
      { place: 'feature "unfilled"', message: 'has values, but neither a sketch nor filled buckets' },
      { place: 'feature "backwards"', message: 'has buckets that are not in ascending order' },
      { place: 'feature "twice"', message: 'is there twice' }
    ])
  })
})
