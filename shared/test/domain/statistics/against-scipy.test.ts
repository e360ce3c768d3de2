import { describe, expect, test } from '@jest/globals'
import { bcaInterval } from '../../../src/domain/statistics/bca-interval.js'
import { binomialCdf } from '../../../src/domain/statistics/binomial.js'
import { chiSquareCdf, chiSquareQuantile, chiSquareSf } from '../../../src/domain/statistics/chi-square.js'
import { deLong } from '../../../src/domain/statistics/delong.js'
import { smallestDetectableDifference } from '../../../src/domain/statistics/detectable-difference.js'
import { holm } from '../../../src/domain/statistics/holm.js'
import { logGamma } from '../../../src/domain/statistics/log-gamma.js'
import { mcNemar } from '../../../src/domain/statistics/mcnemar.js'
import { midranks } from '../../../src/domain/statistics/midranks.js'
import { normalCdf, normalQuantile, normalSf, twoSidedNormal } from '../../../src/domain/statistics/normal.js'
import { sortedQuantile } from '../../../src/domain/statistics/quantile.js'
import { randomBelow, randomSource } from '../../../src/domain/statistics/random.js'
import { standardDeviation } from '../../../src/domain/statistics/standard-deviation.js'
import { expectClose } from '../expect-close.js'
import { statisticsVectors as vectors } from '../metric-vectors.js'

/** Expects agreement relative to the value itself, also far out in a tail. */
function expectRelative(actual: number, expected: number, tolerance = 1e-9): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected))
}

describe('the normal distribution', () => {
  test.each(vectors.normal)('at %p', (z, cdf, twoSided) => {
    expectRelative(normalCdf(z), cdf)
    expectRelative(normalSf(-z), cdf)
    expectRelative(twoSidedNormal(z), twoSided)
  })

  test.each(vectors.normal_quantile)('quantile of %p', (probability, z) => {
    expectClose(normalQuantile(probability), z)
  })

  test('quantiles of impossible probabilities', () => {
    expect([0, 1, -0.1, 1.1, NaN].map(normalQuantile)).toEqual([-Infinity, Infinity, NaN, NaN, NaN])
  })
})

describe('the chi-square distribution', () => {
  test.each(vectors.chi_square)('at %p with %p degrees of freedom', (x, k, cdf, sf) => {
    expectClose(chiSquareCdf(x, k), cdf)
    expectRelative(chiSquareSf(x, k), sf)
  })

  test.each(vectors.chi_square_quantile)('quantile of %p with %p degrees of freedom', (probability, k, x) => {
    expectRelative(chiSquareQuantile(probability, k), x)
  })
})

test.each(vectors.binomial)('P(X <= %p) of %p trials at %p', (successes, trials, probability, cdf) => {
  expectRelative(binomialCdf(successes, trials, probability), cdf)
})

test.each([
  ['below zero', -1, 10, 0.5, 0],
  ['all trials', 10, 10, 0.5, 1],
  ['an impossible event', 0, 10, 0, 1],
  ['a certain event', 9, 10, 1, 0]
])('binomial: %s', (_name, successes, trials, probability, cdf) => {
  expect(binomialCdf(successes, trials, probability)).toBe(cdf)
})

test.each(vectors.log_gamma)('ln gamma(%p)', (x, value) => {
  expectClose(logGamma(x), value, 1e-12)
})

describe('McNemar', () => {
  test.each(vectors.mcnemar)('%p against %p', (b, c, pValue) => {
    const result = mcNemar(b, c)
    expectRelative(result.pValue, pValue, 1e-8)
    expect(result.variant).toBe(b + c <= 1000 ? 'exact' : 'asymptotic')
    expect(mcNemar(c, b).pValue).toBe(result.pValue)
  })
})

test.each(vectors.midranks)('midranks of %j', (values, ranks) => {
  expect([...midranks(Float64Array.from(values))]).toEqual(ranks)
})

test.each(vectors.quantile)('quantile of %j at %p', (values, probability, quantile) => {
  expectClose(sortedQuantile(Float64Array.from(values), probability), quantile, 1e-15)
})

test.each(vectors.standard_deviation)('standard deviation of %j', (values, deviation) => {
  expectClose(standardDeviation(Float64Array.from(values)), deviation, 1e-12)
})

describe('DeLong', () => {
  test.each(vectors.delong.map((vector, index): [number, typeof vector] => [index, vector]))(
    'agrees with all pairs counted one by one (%p)',
    (_index, { truth, challenger, champion, delta, standard_error: standardError, p_value: pValue }) => {
      const result = deLong(
        Uint8Array.from(truth),
        Float64Array.from(challenger),
        Float64Array.from(champion)
      )
      expectClose(result?.delta, delta)
      expectClose(result?.standardError, standardError)
      expectClose(result?.pValue, pValue)
    }
  )

  test('of identical scores is a difference of 0 with p 1', () => {
    const scores = Float64Array.of(0.1, 0.9, 0.3, 0.2, 0.8)
    expect(deLong(Uint8Array.of(0, 1, 1, 0, 1), scores, scores)).toMatchObject({ delta: 0, pValue: 1 })
  })

  test('needs two rows of each class', () => {
    expect(deLong(Uint8Array.of(1, 0, 0), Float64Array.of(1, 2, 3), Float64Array.of(3, 2, 1))).toBeNull()
  })
})

describe('the BCa interval', () => {
  test.each(vectors.bca.map((vector): [number, typeof vector] => [vector.confidence, vector]))(
    'at %p follows the definition',
    (confidence, { estimate, replicates, jackknife, lower, upper }) => {
      const interval = bcaInterval({
        estimate,
        replicates: Float64Array.from(replicates),
        jackknife: Float64Array.from(jackknife),
        confidence
      })
      expectClose(interval.lower, lower)
      expectClose(interval.upper, upper)
    }
  )

  test('of equal replicates is a point', () => {
    const same = new Float64Array(100).fill(0.25)
    const input = { estimate: 0.25, replicates: same, jackknife: same, confidence: 0.95 }
    expect(bcaInterval(input)).toEqual({ lower: 0.25, upper: 0.25 })
  })

  test('stays within the replicates when all of them lie on one side of the estimate', () => {
    const replicates = Float64Array.from({ length: 1000 }, (_, index) => index)
    const jackknife = Float64Array.of(...new Array<number>(30).fill(0), 100)
    for (const estimate of [-5, 5000]) {
      const { lower, upper } = bcaInterval({ estimate, replicates, jackknife, confidence: 0.99 })
      expect(lower).toBeGreaterThanOrEqual(0)
      expect(upper).toBeLessThanOrEqual(999)
      expect(lower).toBeLessThanOrEqual(upper)
    }
  })
})

describe('random numbers', () => {
  test.each(vectors.xoshiro128starstar)('of seed %p are the reference ones', (seed, words) => {
    const source = randomSource(seed)
    expect(words.map(() => source())).toEqual(words)
  })

  test('below a bound are evenly spread', () => {
    const source = randomSource(7)
    const counts = new Array<number>(7).fill(0)
    for (let draw = 0; draw < 70_000; draw++) {
      const value = randomBelow(source, 7)
      counts[value] = (counts[value] ?? 0) + 1
    }
    const statistic = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(counts).toHaveLength(7)
    expect(statistic).toBeLessThan(22.46) // chi-square, 6 degrees of freedom, 99.9 %
  })
})

test('Holm by hand: ranks ascending times what is left, never below the one before', () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.9])
  ;[0.04, 0.09, 0.09, 0.9].forEach((expected, index) => expectClose(adjusted[index], expected, 1e-12))
  expect(holm([])).toEqual([])
})

test('the detectable difference at 95 % confidence is 2.8016 standard errors', () => {
  expect(smallestDetectableDifference(1, 0.95)).toBeCloseTo(1.959963985 + 0.841621234, 8)
})
