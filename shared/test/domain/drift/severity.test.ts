import { describe, expect, test } from '@jest/globals'
import { compareColumns } from '../../../src/domain/drift/compare.js'
import { DEFAULT_THRESHOLDS, severityOf, type Severity } from '../../../src/domain/drift/severity.js'
import { even, numbers } from './drift-columns.js'

describe('tests', () => {
  test('raise an ok feature to notice when they are significant and the effect is large', () => {
    // 8 % of the rows moved two deciles up: PSI stays below 0.1, the distributions differ by D = 0.1 somewhere.
    const moved = numbers('x', 1000, index => {
      const value = ((index * 617) % 1000) / 1000
      return value < 0.5 && index % 4 === 0 ? value + 0.5 : value
    })
    const [feature] = compareColumns([even('x')], [moved]).features
    expect(feature?.ks?.statistic).toBeGreaterThan(0.1)
    expect(feature?.p_adjusted).toBeLessThan(0.05)
    expect(feature?.psi).toBeLessThan(0.1)
    expect(feature?.severity).toBe('notice')
  })

  test('do not when the effect is small, however significant', () => {
    const wide = (name: string, shift: number) =>
      numbers(name, 50_000, index => ((index * 617) % 50_000) / 50_000 + shift)
    const [feature] = compareColumns([wide('x', 0)], [wide('x', 0.02)]).features
    expect(feature?.p_adjusted).toBeLessThan(0.001)
    expect(feature?.severity).toBe('ok')
  })

  test('p-values are adjusted over the features that have one', () => {
    const baseline = [even('a'), even('b'), numbers('empty', 1000, () => Number.NaN)]
    const declared = new Map([['empty', 'numeric']] as const)
    const result = compareColumns(
      baseline,
      [even('a', 0.03), even('b'), numbers('empty', 1000, () => Number.NaN)],
      { declared }
    )
    const find = (name: string) => result.features.find(feature => feature.name === name)
    expect(find('empty')?.p_adjusted).toBeNull()
    expect(find('a')?.p_adjusted).toBeCloseTo(Math.min(1, 2 * (find('a')?.ks?.p_value ?? 0)), 12)
  })
})

describe('severity', () => {
  const rows = { baselineRows: 1000, currentRows: 1000, psi_critical: 0.02 }
  const cases: [psi: number, expected: Severity][] = [
    [0.1, 'ok'],
    [0.1000001, 'notice'],
    [0.2, 'notice'],
    [0.2000001, 'warn'],
    [0.25, 'warn'],
    [0.2500001, 'retrain']
  ]
  test.each(cases)('an index of %d is %s', (psi, expected) => {
    expect(severityOf({ ...rows, psi }, DEFAULT_THRESHOLDS, 200)).toBe(expected)
  })

  test.each([
    ['below what sampling explains', { ...rows, psi: 0.15, psi_critical: 0.16 }, 'ok'],
    ['sampling alone could reach the warning', { ...rows, psi: 0.5, psi_critical: 0.2 }, 'insufficient-data'],
    ['too few baseline rows', { ...rows, psi: 0.5, baselineRows: 199 }, 'insufficient-data'],
    ['too few current rows', { ...rows, psi: 0.5, currentRows: 199 }, 'insufficient-data'],
    ['just enough rows', { ...rows, psi: 0.5, currentRows: 200 }, 'retrain']
  ] as const)('%s', (_name, evidence, expected) => {
    expect(severityOf(evidence, DEFAULT_THRESHOLDS, 200)).toBe(expected)
  })
})
