import { logGamma } from './log-gamma.js'

const EPSILON = 1e-16
const TINY = 1e-300
const MAX_TERMS = 100_000

/** Regularised lower incomplete gamma function P(a, x), a > 0 (Abramowitz & Stegun 6.5). */
export function lowerGamma(a: number, x: number): number {
  if (x <= 0) return 0
  return x < a + 1 ? series(a, x) : 1 - continuedFraction(a, x)
}

/** Regularised upper incomplete gamma function Q(a, x) = 1 − P(a, x), accurate in the tail. */
export function upperGamma(a: number, x: number): number {
  if (x <= 0) return 1
  return x < a + 1 ? 1 - series(a, x) : continuedFraction(a, x)
}

function prefactor(a: number, x: number): number {
  return Math.exp(a * Math.log(x) - x - logGamma(a))
}

function series(a: number, x: number): number {
  let term = 1 / a
  let sum = term
  for (let n = 1; n < MAX_TERMS && Math.abs(term) > Math.abs(sum) * EPSILON; n++) {
    term *= x / (a + n)
    sum += term
  }
  return Math.min(1, sum * prefactor(a, x))
}

/** Lentz's method on the continued fraction 6.5.31. */
function continuedFraction(a: number, x: number): number {
  if (x === Infinity) return 0
  let b = x + 1 - a
  let c = 1 / TINY
  let d = 1 / b
  let result = d
  for (let n = 1; n < MAX_TERMS; n++) {
    const numerator = -n * (n - a)
    b += 2
    d = 1 / nonZero(numerator * d + b)
    c = nonZero(b + numerator / c)
    result *= d * c
    if (Math.abs(d * c - 1) < EPSILON) break
  }
  return result * prefactor(a, x)
}

function nonZero(value: number): number {
  return Math.abs(value) < TINY ? TINY : value
}
