import { describe, expect, test } from '@jest/globals'
import { buildProfile } from '../../../src/domain/drift/build-profile.js'
import { compareColumns, compareProfile } from '../../../src/domain/drift/compare.js'
import type { DriftColumn } from '../../../src/domain/drift/drift-column.js'
import { baselineProfile } from '../../../src/domain/records/baseline.js'
import type { CategoricalProfile } from '../../../src/domain/records/baseline.js'

function texts(cells: readonly (string | null)[]): DriftColumn {
  const dictionary = [...new Set(cells.filter(cell => cell !== null))]
  const places = new Map(dictionary.map((text, code) => [text, code]))
  const codes = Int32Array.from(cells, cell => (cell === null ? -1 : (places.get(cell) ?? -1)))
  return { kind: 'text', name: 'x', codes, dictionary }
}

function categoriesOf(column: DriftColumn): CategoricalProfile {
  const [feature] = baselineProfile.parse(JSON.parse(JSON.stringify(buildProfile([column])))).features
  if (feature?.kind !== 'categorical') throw new Error('texts are categorical')
  return feature
}

const list = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index))

describe('a stored profile', () => {
  test('keeps no text of a column of names, but what is common there', () => {
    const cells = [...list(300, index => `person ${index}`), ...list(200, () => 'unknown')]
    const feature = categoriesOf(texts(cells))
    expect(feature).toMatchObject({
      values: ['unknown'],
      other_values: [],
      other_complete: false,
      counts: [200, 300, 0]
    })
    expect(JSON.stringify(feature)).not.toContain('person')
  })

  test('keeps no name of a short list either', () => {
    const feature = categoriesOf(texts(list(40, index => `person ${index}`)))
    expect(feature).toMatchObject({ values: [], other_values: [], counts: [40, 0] })
  })

  test('takes new names for other ones, so that a column of names does not drift by itself', () => {
    const profile = buildProfile([texts(list(1000, index => `person ${index}`))])
    const current = texts(list(1000, index => `somebody ${index}`))
    expect(compareProfile(profile, [current]).features[0]).toMatchObject({ psi: 0, severity: 'ok' })
  })

  test('remembers rare values, so that they are not taken for new ones', () => {
    const cells = [...list(900, index => `common ${index % 9}`), ...list(100, index => `rare ${index % 50}`)]
    const feature = categoriesOf(texts(cells))
    expect(feature.other_values).toHaveLength(50)
    expect(feature.other_complete).toBe(true)
    const current = texts([...cells.slice(0, 900), ...list(100, index => `rare ${index % 10}`)])
    const stored = compareProfile(buildProfile([texts(cells)]), [current]).features[0]
    expect(stored).toEqual(compareColumns([texts(cells)], [current]).features[0])
  })

  test('remembers at most a thousand of them; data as baseline know all', () => {
    // 1,500 values of two rows each among 4,500.
    const cells = [...list(1500, () => 'common'), ...list(3000, index => `rare ${index % 1500}`)]
    const feature = categoriesOf(texts(cells))
    expect(feature.other_values).toHaveLength(1000)
    expect(feature.other_complete).toBe(false)
    const current = texts([...list(1500, () => 'common'), ...list(3000, index => `new ${index % 1500}`)])
    const unseen = compareColumns([texts(cells)], [current]).features[0]?.bins.find(
      ({ bin }) => bin.kind === 'unseen'
    )
    expect(unseen?.current).toBeCloseTo(2 / 3, 12)
    expect(compareProfile(buildProfile([texts(cells)]), [current]).features[0]?.psi).toBe(0)
  })

  test('is bounded whatever the texts are', () => {
    const long = 'long'.repeat(1000)
    const cells = [...list(500, () => long), ...list(3000, index => `${'x'.repeat(900)}${index % 300}`)]
    const feature = categoriesOf(texts([...cells, ...list(500, () => 'short')]))
    expect(feature.values).toEqual(['short'])
    expect(feature.other_complete).toBe(false)
    expect(JSON.stringify(feature).length).toBeLessThan(70_000)
    expect(feature.counts.reduce((sum, count) => sum + count)).toBe(4000)
  })

  test('knows categories that are numbers', () => {
    expect(categoriesOf(texts(list(100, index => String(index % 2)))).numbers).toBe(true)
    expect(categoriesOf(texts(list(100, index => `c${index % 2}`)))).not.toHaveProperty('numbers')
  })
})

describe('a profile from elsewhere is refused where', () => {
  const column: DriftColumn = {
    kind: 'numeric',
    name: 'n',
    values: Float64Array.from({ length: 300 }, (_, index) => index)
  }
  const valid = buildProfile([column, texts(list(300, index => `c${index % 3}`))])
  const [numeric, categorical] = valid.features

  const faults: [name: string, feature: object, path: string][] = [
    ['a count is missing', { ...numeric, counts: Array<number>(9).fill(30) }, 'features.0.counts'],
    ['the counts are of other rows', { ...numeric, missing: 1 }, 'features.0.counts'],
    [
      'an edge is out of order',
      { ...numeric, bins: { kind: 'intervals', edges: edgesWith(5, 0) } },
      'features.0.bins'
    ],
    [
      'an edge is there twice',
      { ...numeric, bins: { kind: 'intervals', edges: edgesWith(1, 0) } },
      'features.0.bins'
    ],
    ['a quantile is out of order', { ...numeric, quantiles: quantilesWith(100, -1) }, 'features.0.quantiles'],
    ['quantiles are missing', { ...numeric, quantiles: [] }, 'features.0.quantiles'],
    ['a number is negative', { ...numeric, missing: -1 }, 'features.0.missing'],
    ['a category has no count', { ...categorical, counts: [100, 100, 100] }, 'features.0.counts'],
    ['the role is unknown', { ...numeric, role: 'id' }, 'features.0.role']
  ]
  test.each(faults)('%s', (_name, feature, path) => {
    const result = baselineProfile.safeParse({ ...valid, features: [feature] })
    expect(result.error?.issues.map(issue => issue.path.join('.'))).toContain(path)
  })

  test('a name is used twice', () => {
    const result = baselineProfile.safeParse({ ...valid, features: [numeric, numeric] })
    expect(result.error?.issues.map(issue => issue.path.join('.'))).toEqual(['features.1.name'])
  })

  test('but not where infinities stand at the ends', () => {
    const ends = ['-inf', ...edgesWith(0, 0).slice(1, -1), 'inf']
    const feature = { ...numeric, bins: { kind: 'intervals', edges: ends } }
    expect(baselineProfile.safeParse({ ...valid, features: [feature] }).success).toBe(true)
  })

  function edgesWith(place: number, value: number): number[] {
    return Array.from({ length: 9 }, (_, index) => (index === place ? value : index))
  }

  function quantilesWith(place: number, value: number): number[] {
    return Array.from({ length: 201 }, (_, index) => (index === place ? value : index))
  }
})
