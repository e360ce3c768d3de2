import { lowerBound, upperBound } from './numeric-bins.js'
import { KNOT_INTERVALS } from './quantile-knots.js'

/** A two-sample test: its statistic and two-sided p-value. */
export interface KolmogorovSmirnov {
  readonly statistic: number
  readonly p_value: number
}

const LARGEST_EXACT = 10_000

/**
 * Two-sample Kolmogorov–Smirnov test of ascending, non-empty samples. D = sup |F_b − F_c|, ties consumed together; p
 * is exact (Hodges 1958, lattice paths) up to 10,000 values on the larger side, else asymptotic.
 */
export function kolmogorovSmirnov(baseline: Float64Array, current: Float64Array): KolmogorovSmirnov {
  const n = baseline.length
  const m = current.length
  // The largest |i·m − j·n|: exact integers, so that equal distances compare equal.
  const distance = largestDistance(baseline, current)
  const statistic = distance / (n * m)
  const exact = Math.max(n, m) <= LARGEST_EXACT
  return { statistic, p_value: exact ? exactPValue(distance, n, m) : asymptoticPValue(statistic, n, m) }
}

function largestDistance(a: Float64Array, b: Float64Array): number {
  const n = a.length
  const m = b.length
  let i = 0
  let j = 0
  let largest = 0
  while (i < n && j < m) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0)
    while (i < n && a[i] === value) i++
    while (j < m && b[j] === value) j++
    largest = Math.max(largest, Math.abs(i * m - j * n))
  }
  return largest
}

/** P(D ≥ d) without ties: one minus the probability that a random lattice path stays closer than the distance. */
function exactPValue(distance: number, n: number, m: number): number {
  if (distance === 0) return 1
  // inside[j]: probability that a path through (i, j) stayed inside, for the current i.
  const inside = Float64Array.from({ length: m + 1 }, (_, j) => (j * n < distance ? 1 : 0))
  for (let i = 1; i <= n; i++) {
    const from = Math.max(0, Math.floor((i * m - distance) / n))
    const to = Math.min(m, Math.ceil((i * m + distance) / n))
    for (let j = from; j <= to; j++) {
      if (Math.abs(i * m - j * n) >= distance) inside[j] = 0
      else if (j > 0) inside[j] = ((inside[j] ?? 0) * i + (inside[j - 1] ?? 0) * j) / (i + j)
    }
  }
  return Math.min(1, Math.max(0, 1 - (inside[m] ?? 0)))
}

/** Kolmogorov's limiting distribution at (√e + 0.12 + 0.11/√e)·D, e = n·m/(n + m) (Stephens 1970). */
export function asymptoticPValue(statistic: number, n: number, m: number): number {
  const root = Math.sqrt((n * m) / (n + m))
  return kolmogorovTail((root + 0.12 + 0.11 / root) * statistic)
}

function kolmogorovTail(x: number): number {
  if (x <= 0) return 1
  if (x < 1) {
    // The theta function's other series: the usual one converges slowly here.
    const base = Math.exp(-(Math.PI ** 2) / (8 * x * x))
    const sum = base + base ** 9 + base ** 25 + base ** 49
    return Math.max(0, 1 - (Math.sqrt(2 * Math.PI) / x) * sum)
  }
  const base = Math.exp(-2 * x * x)
  return Math.min(1, 2 * (base - base ** 4 + base ** 9 - base ** 16 + base ** 25))
}

/**
 * The test against a baseline of which only the 201 quantile knots and the number of values are known: its distribution
 * is taken as linear between knots, so the statistic is within 0.005 of the exact one; p is asymptotic.
 */
export function kolmogorovSmirnovFromKnots(
  knots: Float64Array,
  baselineCount: number,
  current: Float64Array
): KolmogorovSmirnov {
  const count = current.length
  let statistic = 0
  const compare = (ours: number, theirs: number) => {
    statistic = Math.max(statistic, Math.abs(ours - theirs))
  }
  for (const knot of knots) {
    compare(upperBound(current, knot) / count, shareUpTo(knots, knot))
    compare(lowerBound(current, knot) / count, shareBelow(knots, knot))
  }
  for (let start = 0, next = 0; start < count; start = next) {
    const value = current[start] ?? 0
    while (next < count && current[next] === value) next++
    compare(next / count, shareUpTo(knots, value))
    compare(start / count, shareBelow(knots, value))
  }
  return { statistic, p_value: asymptoticPValue(statistic, baselineCount, count) }
}

function shareUpTo(knots: Float64Array, value: number): number {
  const above = upperBound(knots, value)
  return above === knots.length ? 1 : between(knots, above, value)
}

function shareBelow(knots: Float64Array, value: number): number {
  const first = lowerBound(knots, value)
  return first === knots.length ? 1 : between(knots, first, value)
}

/** The share at a value between the knots `upper − 1` and `upper`. */
function between(knots: Float64Array, upper: number, value: number): number {
  if (upper === 0) return 0
  const low = knots[upper - 1] ?? 0
  const high = knots[upper] ?? 0
  const part = (value - low) / (high - low)
  return (upper - 1 + (Number.isFinite(part) ? part : 0)) / KNOT_INTERVALS
}
