import { normalQuantile } from './normal.js'

const POWER = 0.8

/** The smallest true difference whose two-sided interval excludes zero with 80 % power: (z₁₋α/₂ + z₀.₈) · standard error. */
export function smallestDetectableDifference(standardError: number, confidence: number): number {
  return (normalQuantile(1 - (1 - confidence) / 2) + normalQuantile(POWER)) * standardError
}
