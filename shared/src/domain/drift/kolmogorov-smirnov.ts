import { lowerBound, upperBound } from './numeric-bins.js'
import { KNOT_INTERVALS } from './quantile-knots.js'

/** A two-sample test: its statistic and two-sided p-value. */
export interface KolmogorovSmirnov {
  readonly statistic: number
  readonly p_value: number
}

const LARGEST_EXACT = 10_000
/** Below this a difference to one keeps no digit of p. */
const SMALLEST_EXACT = 1e-15

/**
 * Two-sample Kolmogorov–Smirnov test of ascending, non-empty samples. D = sup |F_b − F_c|, ties consumed together; p
 * is exact (Hodges 1958, lattice paths) up to 10,000 values on the larger side, else, and below 10⁻¹⁵, asymptotic.
 */
export function kolmogorovSmirnov(baseline: Float64Array, current: Float64Array): KolmogorovSmirnov {
  const n = baseline.length
  const m = current.length
  // The largest |i·m − j·n|: exact integers, so that equal distances compare equal.
  const distance = largestDistance(baseline, current)
  const statistic = distance / (n * m)
  const exact = Math.max(n, m) <= LARGEST_EXACT && largestPValue(statistic, n, m) > SMALLEST_EXACT
  return { statistic, p_value: exact ? exactPValue(distance, n, m) : asymptoticPValue(statistic, n, m) }
}

function largestDistance(a: Float64Array, b: Float64Array): number {
  const steps = coarseSteps(a, b)
  let largest = 0
  for (const { i, j } of steps) largest = Math.max(largest, Math.abs(i * b.length - j * a.length))
  // Between two steps i and j only grow, which bounds the distance there: most stretches need no closer look.
  let last: Step = { i: 0, j: 0 }
  for (const step of steps) {
    const most = Math.max(step.i * b.length - last.j * a.length, step.j * a.length - last.i * b.length)
    if (most > largest) largest = Math.max(largest, distanceBetween(a, b, { from: last, to: step }))
    last = step
  }
  return largest
}

/** How many values of each sample are at most some value. */
interface Step {
  readonly i: number
  readonly j: number
}

const STEP_VALUES = 64

/** The two distribution functions at every 64th value of the first sample, and at the end. */
function coarseSteps(a: Float64Array, b: Float64Array): readonly Step[] {
  const steps: Step[] = []
  let i = 0
  while (i + STEP_VALUES < a.length) {
    const value = a[i + STEP_VALUES - 1] ?? 0
    i = upperBound(a, value)
    steps.push({ i, j: upperBound(b, value) })
  }
  return [...steps, { i: a.length, j: b.length }]
}

/** The largest |i·m − j·n| after `from` up to `to`. */
function distanceBetween(
  a: Float64Array,
  b: Float64Array,
  { from, to }: { readonly from: Step; readonly to: Step }
): number {
  let { i, j } = from
  let largest = 0
  while (i < to.i && j < to.j) {
    const value = Math.min(a[i] ?? 0, b[j] ?? 0)
    while (i < to.i && a[i] === value) i++
    while (j < to.j && b[j] === value) j++
    largest = Math.max(largest, Math.abs(i * b.length - j * a.length))
  }
  return largest
}

/** A bound that p never exceeds (Wei & Dudley 2012). */
function largestPValue(statistic: number, n: number, m: number): number {
  return Math.E * Math.exp((-2 * n * m * statistic ** 2) / (n + m))
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
 * is taken as linear between knots, so the statistic is within 0.005 + 1 / values of the exact one; p is asymptotic.
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
