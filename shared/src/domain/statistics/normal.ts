import { upperGamma } from './incomplete-gamma.js'

/** P(Z ≤ z) of the standard normal distribution, accurate in both tails. */
export function normalCdf(z: number): number {
  const tail = 0.5 * upperGamma(0.5, (z * z) / 2)
  return z < 0 ? tail : 1 - tail
}

/** P(Z > z) of the standard normal distribution. */
export function normalSf(z: number): number {
  return normalCdf(-z)
}

/** P(|Z| > |z|): the two-sided p-value of a z statistic. */
export function twoSidedNormal(z: number): number {
  return upperGamma(0.5, (z * z) / 2)
}

/** The z with P(Z ≤ z) = probability: Abramowitz & Stegun 26.2.23, then Halley steps on the cdf. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0)) return probability === 0 ? -Infinity : NaN
  if (!(probability < 1)) return probability === 1 ? Infinity : NaN
  if (probability > 0.5) return -normalQuantile(1 - probability)
  let z = roughLowerQuantile(probability)
  for (let step = 0; step < 6; step++) {
    const newton = (normalCdf(z) - probability) / density(z)
    z -= newton / (1 + (z * newton) / 2)
  }
  return z
}

function roughLowerQuantile(probability: number): number {
  const t = Math.sqrt(-2 * Math.log(probability))
  const numerator = 2.515517 + t * (0.802853 + t * 0.010328)
  const denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
  return numerator / denominator - t
}

function density(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
}
