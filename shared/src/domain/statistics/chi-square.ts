import { lowerGamma, upperGamma } from './incomplete-gamma.js'
import { logGamma } from './log-gamma.js'
import { normalQuantile } from './normal.js'

/** P(X ≤ x) of the chi-square distribution. */
export function chiSquareCdf(x: number, degreesOfFreedom: number): number {
  return lowerGamma(degreesOfFreedom / 2, x / 2)
}

/** P(X > x) of the chi-square distribution, accurate in the tail. */
export function chiSquareSf(x: number, degreesOfFreedom: number): number {
  return upperGamma(degreesOfFreedom / 2, x / 2)
}

/** The x with P(X ≤ x) = probability: Wilson & Hilferty's start (PNAS 17, 1931), then bracketed Newton steps. */
export function chiSquareQuantile(probability: number, degreesOfFreedom: number): number {
  if (probability <= 0) return 0
  if (probability >= 1) return Infinity
  const k = degreesOfFreedom
  const spread = 2 / (9 * k)
  let x = Math.max(k * (1 - spread + normalQuantile(probability) * Math.sqrt(spread)) ** 3, 1e-8)
  let [low, high] = [0, Infinity]
  for (let step = 0; step < 200; step++) {
    const excess = chiSquareCdf(x, k) - probability
    if (excess > 0) high = x
    else low = x
    const next = x - excess / density(x, k)
    const inside = next > low && next < high
    const moved = inside ? next : high === Infinity ? 2 * x : (low + high) / 2
    if (Math.abs(moved - x) <= 1e-15 * x) return moved
    x = moved
  }
  return x
}

function density(x: number, k: number): number {
  const exponent = (k / 2 - 1) * Math.log(x) - x / 2 - (k / 2) * Math.LN2 - logGamma(k / 2)
  return Math.max(Math.exp(exponent), Number.MIN_VALUE)
}
