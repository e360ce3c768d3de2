import { describe, expect, test } from '@jest/globals'
import type { ReportedFeature } from '../../../src/domain/records/drift-report.js'
import { mainChange } from '../../../src/domain/drift/report-change.js'
import { aReportedFeature, aSteadyFeature } from '../../../testing/builders/drift-report.js'

const same = { p5: 1, p50: 5, p95: 9 }
const interval = (baseline: number, current: number) => ({
  bin: { kind: 'interval' as const, lower: null, upper: 5 },
  baseline,
  current
})
const missing = (baseline: number, current: number) => ({
  bin: { kind: 'missing' as const },
  baseline,
  current
})
const category = (value: string, baseline: number, current: number) => ({
  bin: { kind: 'category' as const, value },
  baseline,
  current
})

function withoutDistribution(feature: ReportedFeature): ReportedFeature {
  const fields = Object.entries(feature).filter(([name]) => name !== 'bins' && name !== 'quantiles')
  return Object.fromEntries(fields) as unknown as ReportedFeature
}

describe('what changed most', () => {
  test.each([
    {
      name: 'the median, where it moved by more than 5 % of the range',
      change: { quantiles: { baseline: same, current: { ...same, p50: 5.5 } } },
      told: { kind: 'median', baseline: 5, current: 5.5 }
    },
    {
      name: 'the range, where only it moved',
      change: { quantiles: { baseline: same, current: { p5: -3, p50: 5.2, p95: 13 } } },
      told: { kind: 'range', baseline: [1, 9], current: [-3, 13] }
    },
    {
      name: 'a bin, where no quantile moved',
      change: { quantiles: { baseline: same, current: same } },
      told: { kind: 'bin', bin: { kind: 'interval', lower: null, upper: 2.5 }, baseline: 0.5, current: 0.1 }
    },
    {
      name: 'missing cells, where they moved most',
      change: { bins: [interval(0.99, 0.5), missing(0.01, 0.5)].toReversed() },
      told: { kind: 'missing', baseline: 0.01, current: 0.5 }
    },
    {
      name: 'the median that became infinite',
      change: { quantiles: { baseline: same, current: { ...same, p50: 'inf' as const } } },
      told: { kind: 'median', baseline: 5, current: 'inf' }
    },
    {
      name: 'the median of a constant that moved',
      change: {
        quantiles: { baseline: { p5: 3, p50: 3, p95: 3 }, current: { p5: 4, p50: 4, p95: 4 } }
      },
      told: { kind: 'median', baseline: 3, current: 4 }
    }
  ])('is $name', ({ change, told }) => {
    expect(mainChange(aReportedFeature(change))).toEqual(told)
  })

  test('is the category that gained or lost most', () => {
    const bins = [category('a', 0.5, 0.45), category('b', 0.3, 0.1), category('c', 0.2, 0.45)]
    expect(mainChange(aSteadyFeature({ bins }))).toEqual({
      kind: 'bin',
      bin: { kind: 'category', value: 'c' },
      baseline: 0.2,
      current: 0.45
    })
  })

  test('is nothing where hardly any row moved, or the distribution is not there', () => {
    expect(
      mainChange(aReportedFeature({ bins: [interval(0.5, 0.504), missing(0.5, 0.496)] }))
    ).toBeUndefined()
    expect(mainChange(withoutDistribution(aReportedFeature()))).toBeUndefined()
  })
})
