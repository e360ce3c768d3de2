import { describe, expect, test } from '@jest/globals'
import { pairedBootstrap } from '../../../src/domain/statistics/paired-bootstrap.js'
import type { BootstrapOptions, SampleStatistic } from '../../../src/domain/statistics/paired-bootstrap.js'
import { randomSource } from '../../../src/domain/statistics/random.js'

/** The mean of a sample of values. */
function meanOf(values: Float64Array): SampleStatistic {
  return counts => {
    let [sum, rows] = [0, 0]
    counts.forEach((count, row) => {
      sum += count * (values[row] ?? 0)
      rows += count
    })
    return rows === 0 ? NaN : sum / rows
  }
}

function uniform(rows: number, seed: number): Float64Array {
  const source = randomSource(seed)
  return Float64Array.from({ length: rows }, () => source() / 2 ** 32)
}

function interval(statistic: SampleStatistic, options: BootstrapOptions) {
  const [result] = pairedBootstrap([statistic], options)
  if (result === undefined || 'reason' in result) throw new Error('no interval')
  return result
}

describe('the interval of a mean', () => {
  test('has the standard error of theory', () => {
    const rows = 400
    const result = interval(meanOf(uniform(rows, 3)), { rows, seed: 1 })
    const theory = Math.sqrt(1 / 12 / rows)
    expect(result.standardError / theory).toBeGreaterThan(0.9)
    expect(result.standardError / theory).toBeLessThan(1.1)
    expect((result.upper - result.lower) / (2 * 1.96 * theory)).toBeGreaterThan(0.88)
    expect((result.upper - result.lower) / (2 * 1.96 * theory)).toBeLessThan(1.12)
  })

  test('holds the true mean about as often as it says', () => {
    let held = 0
    for (let trial = 0; trial < 200; trial++) {
      const { lower, upper } = interval(meanOf(uniform(40, trial)), { rows: 40, seed: trial, resamples: 400 })
      if (lower <= 0.5 && 0.5 <= upper) held++
    }
    expect(held).toBeGreaterThanOrEqual(178)
    expect(held).toBeLessThanOrEqual(199)
  })

  test('is the same for the same seed, alone or among others', () => {
    const [one, other] = [meanOf(uniform(50, 1)), meanOf(uniform(50, 2))]
    const options = { rows: 50, seed: 9 }
    expect(pairedBootstrap([one, other], options)[1]).toEqual(pairedBootstrap([other], options)[0])
    expect(pairedBootstrap([one], options)).not.toEqual(pairedBootstrap([one], { ...options, seed: 10 }))
  })

  test('takes rows in no group for themselves', () => {
    const statistic = meanOf(uniform(50, 1))
    const groups = new Int32Array(50).fill(-1)
    expect(interval(statistic, { rows: 50, groups, seed: 1 })).toEqual(
      interval(statistic, { rows: 50, seed: 1 })
    )
  })

  test('is wider where rows come in groups of copies', () => {
    const values = Float64Array.from({ length: 400 }, (_, row) => uniform(40, 5)[Math.floor(row / 10)] ?? 0)
    const groups = Int32Array.from(values, (_, row) => Math.floor(row / 10) * 7)
    const alone = interval(meanOf(values), { rows: 400, seed: 1 })
    const grouped = interval(meanOf(values), { rows: 400, groups, seed: 1 })
    // Ten copies of every row: the standard error is √10 times that of independent rows.
    expect(grouped.standardError / alone.standardError).toBeGreaterThan(2.7)
    expect(grouped.standardError / alone.standardError).toBeLessThan(3.7)
  })
})

describe('no interval', () => {
  const rows = 50
  const reasonOf = (statistic: SampleStatistic, options: Partial<BootstrapOptions> = {}) => {
    const [result] = pairedBootstrap([statistic], { rows, seed: 1, ...options })
    return result !== undefined && 'reason' in result ? result.reason : undefined
  }

  test('of fewer than ten rows or groups', () => {
    expect(reasonOf(meanOf(uniform(9, 1)), { rows: 9 })).toContain(
      'at least 10 independent rows, there are 9'
    )
    const groups = Int32Array.from({ length: rows }, (_, row) => row % 3)
    expect(reasonOf(meanOf(uniform(rows, 1)), { groups })).toContain('groups, there are 3')
  })

  test('of a statistic that is undefined', () => {
    expect(reasonOf(() => NaN)).toBe('the difference is undefined on these rows')
  })

  test('of a statistic that most resamples leave undefined', () => {
    const needsFirstRow: SampleStatistic = counts => ((counts[0] ?? 0) > 0 ? 1 : NaN)
    expect(reasonOf(needsFirstRow)).toMatch(/^the metric is undefined on \d+ of 1000 resamples$/)
  })
})
