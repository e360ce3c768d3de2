import { midranks } from './midranks.js'
import { twoSidedNormal } from './normal.js'

/** DeLong's test of two ROC areas on the same rows. */
export interface DeLong {
  readonly challenger: number
  readonly champion: number
  readonly delta: number
  readonly standardError: number
  readonly z: number
  readonly pValue: number
}

interface Components {
  readonly area: number
  readonly positives: Float64Array
  readonly negatives: Float64Array
}

/**
 * DeLong et al. (Biometrics 44, 1988) with the midrank algorithm of Sun & Xu (IEEE Signal Processing Letters 21, 2014);
 * null when either class has fewer than two rows. `isPositive` and both score vectors have one entry per row.
 */
export function deLong(
  isPositive: Uint8Array,
  challenger: Float64Array,
  champion: Float64Array
): DeLong | null {
  const a = components(isPositive, challenger)
  const b = components(isPositive, champion)
  const [m, n] = [a.positives.length, a.negatives.length]
  if (m < 2 || n < 2) return null
  const variance =
    varianceOfDifference(a.positives, b.positives) / m + varianceOfDifference(a.negatives, b.negatives) / n
  const standardError = Math.sqrt(Math.max(0, variance))
  const delta = a.area - b.area
  const z = delta === 0 ? 0 : delta / standardError
  return { challenger: a.area, champion: b.area, delta, standardError, z, pValue: twoSidedNormal(z) }
}

/** The structural components V10 (one per positive row) and V01 (one per negative row), and their common mean. */
function components(isPositive: Uint8Array, scores: Float64Array): Components {
  const x = scores.filter((_, row) => isPositive[row] === 1)
  const y = scores.filter((_, row) => isPositive[row] !== 1)
  const all = midranks(concatenated(x, y))
  const [ranksX, ranksY] = [midranks(x), midranks(y)]
  const positives = x.map((_, i) => ((all[i] ?? 0) - (ranksX[i] ?? 0)) / y.length)
  const negatives = y.map((_, j) => 1 - ((all[x.length + j] ?? 0) - (ranksY[j] ?? 0)) / x.length)
  return { area: mean(positives), positives, negatives }
}

function concatenated(x: Float64Array, y: Float64Array): Float64Array {
  const both = new Float64Array(x.length + y.length)
  both.set(x)
  both.set(y, x.length)
  return both
}

function varianceOfDifference(a: Float64Array, b: Float64Array): number {
  const differences = a.map((value, i) => value - (b[i] ?? 0))
  const centre = mean(differences)
  return differences.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (differences.length - 1)
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
