import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { benjaminiHochberg } from '../../../src/domain/drift/benjamini-hochberg.js'
import { buildProfile, profileColumn } from '../../../src/domain/drift/build-profile.js'
import type { BaselineFeature } from '../../../src/domain/drift/build-profile.js'
import { compareFeature } from '../../../src/domain/drift/compare-feature.js'
import type { DriftColumn } from '../../../src/domain/drift/drift-column.js'
import { contingencyTest } from '../../../src/domain/drift/contingency.js'
import { kolmogorovSmirnov } from '../../../src/domain/drift/kolmogorov-smirnov.js'
import { sortedNumbers } from '../../../src/domain/drift/radix-sort.js'
import { wassersteinDistance } from '../../../src/domain/drift/wasserstein.js'
import { baselineProfile } from '../../../src/domain/records/baseline.js'
import { decode, vectors } from './vectors.js'
import type { CategoricalVector, ContingencyVector, NumericVector } from './vectors.js'

const byName = <T extends { name: string }>(cases: readonly T[]) =>
  cases.map((vector): [string, T] => [vector.name, vector])

const numberColumn = (values: Float64Array): DriftColumn => ({ kind: 'numeric', name: 'x', values })

function textColumn(cells: readonly (string | null)[]): DriftColumn {
  const dictionary = [...new Set(cells.filter(cell => cell !== null))]
  const codes = Int32Array.from(cells, cell => (cell === null ? -1 : dictionary.indexOf(cell)))
  return { kind: 'text', name: 'x', codes, dictionary }
}

function measure(baseline: Float64Array, current: Float64Array) {
  return compareFeature(
    profileColumn(numberColumn(baseline), { declared: 'numeric' }),
    numberColumn(current),
    1
  )
}

/** What a baseline that was written to a file and read again knows. */
function stored(column: DriftColumn, declared: 'numeric' | 'categorical'): BaselineFeature {
  const text = JSON.stringify(buildProfile([column], new Map([[column.name, declared]])))
  const { rows, features } = baselineProfile.parse(JSON.parse(text))
  const [profile] = features
  if (profile === undefined) throw new Error('a column has a profile')
  return { rows, profile }
}

const shares = (counts: readonly number[]) =>
  counts.map(count => count / counts.reduce((sum, other) => sum + other, 0))

describe('numeric features agree with NumPy and SciPy', () => {
  test.each(byName<NumericVector>(vectors.numeric))('%s', (_name, vector) => {
    const measured = measure(decode(vector.baseline), decode(vector.current))
    expect(measured.psi).toBeCloseTo(vector.psi, 9)
    expect(measured.psi_critical).toBeCloseTo(vector.psi_critical, 9)
    expect(measured.jensen_shannon).toBeCloseTo(vector.jensen_shannon, 9)
    if (vector.ks === null) expect(measured.ks).toBeUndefined()
    else {
      expect(measured.ks?.statistic).toBeCloseTo(vector.ks.statistic, 12)
      expect(measured.ks?.p_value).toBeCloseTo(vector.ks.p_value, 9)
    }
    if (vector.wasserstein_normalized === null) expect(measured.wasserstein_normalized).toBeNull()
    else expect(measured.wasserstein_normalized).toBeCloseTo(vector.wasserstein_normalized, 7)
    const [baseline, current] = vector.counts
    expect(measured.bins).toHaveLength(baseline.length)
    measured.bins.forEach((bin, index) => {
      expect(bin.baseline).toBeCloseTo(shares(baseline)[index] ?? -1, 12)
      expect(bin.current).toBeCloseTo(shares(current)[index] ?? -1, 12)
    })
  })

  test.each(byName<NumericVector>(vectors.numeric))('from a stored profile: %s', (_name, vector) => {
    const [baseline, current] = [decode(vector.baseline), decode(vector.current)]
    const measured = compareFeature(stored(numberColumn(baseline), 'numeric'), numberColumn(current), 1)
    expect(measured).toMatchObject({
      psi: expect.closeTo(vector.psi, 9),
      psi_critical: expect.closeTo(vector.psi_critical, 9),
      jensen_shannon: expect.closeTo(vector.jensen_shannon, 9)
    })
    const values = baseline.filter(value => !Number.isNaN(value)).length
    if (vector.ks === null) expect(measured.ks).toBeUndefined()
    else
      expect(Math.abs((measured.ks?.statistic ?? -1) - vector.ks.statistic)).toBeLessThan(0.005 + 1 / values)
  })

  test.each(byName<NumericVector>(vectors.numeric).filter(([, { ks }]) => ks !== null))(
    'Wasserstein distance: %s',
    (_name, vector) => {
      const distance = wassersteinDistance(
        sortedNumbers(decode(vector.baseline)),
        sortedNumbers(decode(vector.current))
      )
      if (vector.wasserstein === null) expect(distance).toBeNull()
      else expect(distance).toBeCloseTo(vector.wasserstein, 6)
    }
  )

  const formula = (count: number, step: number, modulus: number, shift: number) =>
    Float64Array.from({ length: count }, (_, index) => ((index * step) % modulus) / modulus + shift)

  test('beyond 10,000 values, where p is asymptotic', () => {
    const measured = measure(formula(12_000, 7919, 10_007, 0), formula(15_000, 104_729, 20_011, 0.01))
    expect(measured.psi).toBeCloseTo(vectors.large.psi, 9)
    expect(measured.psi_critical).toBeCloseTo(vectors.large.psi_critical, 9)
    expect(measured.ks?.statistic).toBeCloseTo(vectors.large.statistic, 12)
    expect(measured.ks?.p_value).toBeCloseTo(vectors.large.p_value, 9)
  })

  test('thousands of values, where p is exact', () => {
    const b = sortedNumbers(formula(3000, 7919, 10_007, 0))
    const c = sortedNumbers(formula(2000, 104_729, 20_011, 0.02))
    const { statistic, p_value } = kolmogorovSmirnov(b, c)
    expect(statistic).toBeCloseTo(vectors.large_exact.statistic, 12)
    expect(p_value).toBeCloseTo(vectors.large_exact.p_value, 9)
  })
})

describe('categorical features agree with NumPy and SciPy', () => {
  test.each(byName<CategoricalVector>(vectors.categorical))('%s', (_name, vector) => {
    const baseline = textColumn(vector.baseline)
    const sides = [profileColumn(baseline), stored(baseline, 'categorical')]
    for (const side of sides) {
      const measured = compareFeature(side, textColumn(vector.current), 1)
      expect(measured.psi).toBeCloseTo(vector.psi, 9)
      expect(measured.psi_critical).toBeCloseTo(vector.psi_critical, 9)
      expect(measured.jensen_shannon).toBeCloseTo(vector.jensen_shannon, 9)
      expect(measured.missing_rate).toEqual(vector.missing_rate)
      const { statistic, p_value, cramers_v } = vector.chi_square
      expect(measured.chi_square?.statistic).toBeCloseTo(statistic, 9)
      expect(measured.chi_square?.cramers_v).toBeCloseTo(cramers_v, 9)
      expect(Math.abs((measured.chi_square?.p_value ?? -1) - p_value)).toBeLessThanOrEqual(1e-6 * p_value)
      const [before, now] = vector.counts.map(shares)
      expect(measured.bins).toEqual(
        [
          ...vector.values.map(value => ({ kind: 'category', value })),
          { kind: 'other' },
          { kind: 'unseen' },
          { kind: 'missing' }
        ].map((bin, index) => ({ bin, baseline: before?.[index], current: now?.[index] }))
      )
    }
  })
})

describe('Kolmogorov-Smirnov', () => {
  test('p of total separation is 2 / C(n + m, n)', () => {
    // 2 / C(8, 4) = 2 / 70
    expect(kolmogorovSmirnov(Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8))).toEqual({
      statistic: 1,
      p_value: expect.closeTo(2 / 70, 12)
    })
  })

  test('is symmetric and at most one, for any samples', () => {
    const sample = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const [x, y] = [sortedNumbers(Float64Array.from(a)), sortedNumbers(Float64Array.from(b))]
        const there = kolmogorovSmirnov(x, y)
        const back = kolmogorovSmirnov(y, x)
        expect(back.statistic).toBe(there.statistic)
        expect(back.p_value).toBeCloseTo(there.p_value, 9)
        expect(there.p_value).toBeGreaterThanOrEqual(0)
        expect(there.p_value).toBeLessThanOrEqual(1)
      })
    )
  })
})

describe('contingency tables agree with SciPy', () => {
  test.each(byName<ContingencyVector>(vectors.contingency))('%s', (_name, vector) => {
    const result = contingencyTest(vector, vector.other, 7)
    expect(result.statistic).toBeCloseTo(vector.statistic, 9)
    expect(result.cramers_v).toBeCloseTo(vector.cramers_v, 9)
    // 10,000 permutations: three standard errors are at most 0.015.
    if (vector.exact) expect(Math.abs(result.p_value - vector.p_value)).toBeLessThan(0.015)
    else expect(result.p_value).toBeCloseTo(vector.p_value, 9)
  })

  test('permutations are the same for the same seed, and others for another', () => {
    const counts = { baseline: [8, 4, 3], current: [2, 9, 4] }
    const p = (seed: number) => contingencyTest(counts, 2, seed).p_value
    expect(p(1)).toBe(p(1))
    expect(p(1)).not.toBe(p(2))
  })

  test('rare categories in many rows are no burden', () => {
    const result = contingencyTest({ baseline: [500_000, 499_998, 2], current: [500_100, 499_899, 1] }, 2, 3)
    expect(result.p_value).toBeGreaterThan(0.5)
  })
})

describe('Benjamini-Hochberg', () => {
  test('agrees with NumPy', () => {
    const { p_values, adjusted } = vectors.benjamini_hochberg
    benjaminiHochberg(p_values).forEach((p, index) => expect(p).toBeCloseTo(adjusted[index] ?? -1, 12))
  })

  test('the published example: fifteen p-values, four rejected at 0.05 (Benjamini & Hochberg 1995, section 3)', () => {
    const p = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1
    ]
    expect(benjaminiHochberg(p).filter(value => value <= 0.05)).toHaveLength(4)
  })

  test('no p-value, no adjustment', () => {
    expect(benjaminiHochberg([])).toEqual([])
  })
})

describe('sorting', () => {
  test('agrees with the built-in order for any numbers, NaN left out, and keeps the input', () => {
    const special = fc.constantFrom(
      0,
      -0,
      Infinity,
      -Infinity,
      Number.NaN,
      5e-324,
      -5e-324,
      1.7976931348623157e308
    )
    const values = fc.array(fc.oneof(fc.double(), special), { minLength: 0, maxLength: 6000, size: 'max' })
    fc.assert(
      fc.property(values, drawn => {
        const input = Float64Array.from(drawn)
        const sorted = sortedNumbers(input)
        const expected = drawn.filter(value => !Number.isNaN(value)).sort((a, b) => a - b)
        expect(sorted.length).toBe(expected.length)
        expect(sorted.every((value, index) => value === expected[index])).toBe(true)
        expect([...input]).toEqual(drawn)
      }),
      { numRuns: 40 }
    )
  })

  test('many values, all passes', () => {
    const values = Float64Array.from(
      { length: 50_000 },
      (_, index) => Math.sin(index * 12.9898) * 10 ** ((index % 40) - 20)
    )
    const sorted = sortedNumbers(values)
    expect([...sorted]).toEqual([...values].sort((a, b) => a - b))
  })
})
