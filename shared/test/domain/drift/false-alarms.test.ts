import { describe, expect, test } from '@jest/globals'
import { buildProfile } from '../../../src/domain/drift/build-profile.js'
import { compareColumns, compareProfile } from '../../../src/domain/drift/compare.js'
import type { DriftComparison } from '../../../src/domain/drift/compare.js'
import type { DriftColumn } from '../../../src/domain/drift/drift-column.js'
import { randomSource } from '../../../src/domain/statistics/random.js'

/** Uniform in (0, 1). */
type Uniform = () => number

function uniformFrom(seed: number): Uniform {
  const next = randomSource(seed)
  return () => (next() + 0.5) / 2 ** 32
}

function normal(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

const numeric = {
  normal,
  lognormal: (uniform: Uniform) => Math.exp(normal(uniform)),
  // Whole numbers with many ties.
  tied: (uniform: Uniform) => Math.round(8 * normal(uniform)),
  'with missing cells': (uniform: Uniform) => (uniform() < 0.05 ? Number.NaN : uniform())
} satisfies Record<string, (uniform: Uniform) => number>

const categorical: Record<string, readonly number[]> = {
  'three even values': [1, 1, 1],
  'five values': [5, 4, 3, 2, 2],
  'ten values': [3, 3, 2, 2, 2, 2, 1, 1, 1, 1]
}

function draw(rows: number, uniform: Uniform): DriftColumn[] {
  const numbers = Object.entries(numeric).map(([name, value]): DriftColumn => {
    return { kind: 'numeric', name, values: Float64Array.from({ length: rows }, () => value(uniform)) }
  })
  const texts = Object.entries(categorical).map(([name, weights]): DriftColumn => {
    const codes = Int32Array.from({ length: rows }, () => pick(weights, uniform()))
    return { kind: 'text', name, codes, dictionary: weights.map((_, index) => `value ${index}`) }
  })
  return [...numbers, ...texts]
}

function pick(weights: readonly number[], share: number): number {
  let left = share * weights.reduce((sum, weight) => sum + weight, 0)
  return weights.findIndex(weight => (left -= weight) <= 0)
}

const BASELINE_ROWS = 2000

/** Comparisons of samples from the same distributions, each with a baseline of its own. */
function withoutDrift(rows: number, rounds: number): readonly DriftComparison[] {
  const uniform = uniformFrom(rows)
  return Array.from({ length: rounds }, () =>
    compareProfile(buildProfile(draw(BASELINE_ROWS, uniform)), draw(rows, uniform))
  )
}

function share<T>(items: readonly T[], holds: (item: T) => boolean): number {
  return items.filter(holds).length / items.length
}

describe('data without drift', () => {
  test.each([
    [200, 50],
    [1000, 40],
    [5000, 12]
  ])('of %d rows are left in peace', (rows, rounds) => {
    const comparisons = withoutDrift(rows, rounds)
    expect(comparisons.map(({ severity }) => severity)).not.toContain('retrain')
    expect(comparisons.map(({ severity }) => severity)).not.toContain('warn')
    const features = comparisons.flatMap(({ features: judged }) => judged)
    expect(share(features, ({ severity }) => severity === 'notice')).toBeLessThanOrEqual(0.05)
    // Chance alone passes the critical index about once in twenty times, however many rows there are.
    const beyond = share(features, ({ psi, psi_critical }) => psi > psi_critical)
    expect(beyond).toBeGreaterThan(0.01)
    expect(beyond).toBeLessThan(0.1)
  })

  // Below 200 rows chance alone would raise one feature in thirty to warn.
  test.each([50, 100, 199])('of %d rows are not judged', rows => {
    for (const { severity, features } of withoutDrift(rows, 2)) {
      expect(severity).toBe('insufficient-data')
      expect(new Set(features.map(feature => feature.severity))).toEqual(new Set(['insufficient-data']))
    }
  })

  test('give p-values that are small as often as they should be', () => {
    const features = withoutDrift(500, 100).flatMap(({ features: judged }) => judged)
    const pValues = features.flatMap(({ chi_square }) => chi_square?.p_value ?? [])
    expect(pValues).toHaveLength(300)
    // Three standard errors with 300 values.
    expect(Math.abs(share(pValues, p => p <= 0.05) - 0.05)).toBeLessThan(0.038)
    expect(Math.abs(share(pValues, p => p <= 0.2) - 0.2)).toBeLessThan(0.07)
    expect(Math.abs(pValues.reduce((sum, p) => sum + p, 0) / pValues.length - 0.5)).toBeLessThan(0.05)
    // With ties the test of Kolmogorov and Smirnov errs on the safe side.
    const tested = features.flatMap(({ ks }) => ks?.p_value ?? [])
    expect(share(tested, p => p <= 0.05)).toBeLessThan(0.08)
  })
})

describe('what has drifted is found', () => {
  const shifted = (by: number, outliers: readonly number[]): DriftColumn => {
    const uniform = uniformFrom(3)
    const values = Array.from({ length: 10_000 }, () => normal(uniform) + by)
    return { kind: 'numeric', name: 'x', values: Float64Array.from([...values, ...outliers]) }
  }

  test('whatever outliers stand beside it', () => {
    const baseline = shifted(0, [])
    const [plain] = compareColumns([baseline], [shifted(1, [])]).features
    const [beside] = compareColumns([baseline], [shifted(1, [1e6])]).features
    expect(plain).toMatchObject({ severity: 'retrain' })
    expect(plain?.psi).toBeGreaterThan(0.8)
    expect(beside?.psi).toBeCloseTo(plain?.psi ?? 0, 2)
  })

  test('but one row with a value that nobody has seen is no drift', () => {
    const uniform = uniformFrom(4)
    const codes = Int32Array.from({ length: 10_000 }, () => pick([3, 2, 1], uniform()))
    const dictionary = ['a', 'b', 'c', 'new']
    const baseline: DriftColumn = { kind: 'text', name: 'x', codes, dictionary }
    const current: DriftColumn = { ...baseline, codes: codes.with(0, 3) }
    const [feature] = compareColumns([baseline], [current]).features
    expect(feature).toMatchObject({ severity: 'ok' })
    expect(feature?.chi_square?.p_value).toBeGreaterThan(0.9)
  })
})
