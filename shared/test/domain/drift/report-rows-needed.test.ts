import { describe, expect, test } from '@jest/globals'
import { rowsForVerdict } from '../../../src/domain/drift/report-rows-needed.js'

/** A feature with so many bins that hold rows, and one that holds none. */
const withBins = (filled: number) => ({
  bins: [
    ...Array.from({ length: filled }, (_, index) => ({
      bin: { kind: 'value' as const, value: index },
      baseline: 1 / filled,
      current: 0
    })),
    { bin: { kind: 'missing' as const }, baseline: 0, current: 0 }
  ]
})

// χ²₀.₉₅ from published tables: 9 degrees of freedom 16.919, 19 degrees 30.144, 1 degree 3.841.
describe('rows that a verdict takes', () => {
  const limits = { rows: { baseline: 1000, current: 50 }, minRows: 1, warn: 0.2 }

  test.each([
    // 1 / (0.2 / 16.919 − 1 / 1000) = 92.4
    { name: 'ten bins', bins: 10, limits, needed: { baseline: 1000, current: 93 } },
    // 1 / (0.2 / 30.144 − 1 / 1000) = 177.5
    { name: 'twenty bins', bins: 20, limits, needed: { baseline: 1000, current: 178 } },
    {
      name: 'the least number asked for',
      bins: 10,
      limits: { ...limits, minRows: 200 },
      needed: { baseline: 1000, current: 200 }
    },
    {
      name: 'one bin, which has no noise',
      bins: 1,
      limits: { ...limits, minRows: 300 },
      needed: { baseline: 1000, current: 300 }
    },
    {
      // 16.919 / 0.2 = 84.6 rows are too few on one side whatever the other has; 2 · 16.919 / 0.2 = 169.2 on both do.
      name: 'a baseline that can never do',
      bins: 10,
      limits: { ...limits, rows: { baseline: 84, current: 5000 } },
      needed: { baseline: 170, current: 5000 }
    },
    {
      // 1 / (0.2 / 16.919 − 1 / 85) is beyond 17,000.
      name: 'a baseline that hardly can',
      bins: 10,
      limits: { ...limits, rows: { baseline: 85, current: 50 } },
      needed: { baseline: 170, current: 170 }
    },
    {
      name: 'a baseline below the least number',
      bins: 10,
      limits: { rows: { baseline: 150, current: 150 }, minRows: 200, warn: 0.2 },
      needed: { baseline: 200, current: 200 }
    }
  ])('$name', ({ bins, limits, needed }) => {
    expect(rowsForVerdict([withBins(bins)], limits)).toEqual(needed)
  })

  test('half of the features are enough', () => {
    const features = [20, 2, 10, 20].map(withBins)
    expect(rowsForVerdict(features, limits)?.current).toBe(93)
    expect(rowsForVerdict([...features, withBins(20)], limits)?.current).toBe(178)
  })

  test('without features there is nothing to judge', () => {
    expect(rowsForVerdict([], limits)).toBeNull()
  })
})
