import { normalCdf, normalQuantile } from './normal.js'
import { sortedQuantile } from './quantile.js'

/** An estimate, its bootstrap replicates and its jackknife. */
export interface BcaInput {
  readonly estimate: number
  readonly replicates: Float64Array
  /** The statistic with one unit (or block of units) left out at a time. */
  readonly jackknife: Float64Array
  readonly confidence: number
}

/**
 * Bias-corrected and accelerated bootstrap interval (Efron, JASA 82, 1987; Efron & Tibshirani 1993, section 14.3).
 * Replicates equal to the estimate count half on either side; quantiles are interpolated (type 7).
 */
export function bcaInterval({ estimate, replicates, jackknife, confidence }: BcaInput): {
  lower: number
  upper: number
} {
  const sorted = replicates.toSorted()
  const bias = normalQuantile(shareBelow(sorted, estimate))
  const acceleration = accelerationOf(jackknife)
  const level = (probability: number): number => {
    const shifted = bias + normalQuantile(probability)
    const stretch = 1 - acceleration * shifted
    if (stretch <= 0) return shifted > 0 ? 1 : 0
    return normalCdf(bias + shifted / stretch)
  }
  const tail = (1 - confidence) / 2
  return { lower: sortedQuantile(sorted, level(tail)), upper: sortedQuantile(sorted, level(1 - tail)) }
}

/** Kept away from 0 and 1 by half a replicate, where the correction would be infinite. */
function shareBelow(replicates: Float64Array, estimate: number): number {
  let twice = 0
  for (const replicate of replicates) twice += replicate < estimate ? 2 : replicate === estimate ? 1 : 0
  const share = twice / (2 * replicates.length)
  const margin = 0.5 / replicates.length
  return Math.min(Math.max(share, margin), 1 - margin)
}

function accelerationOf(jackknife: Float64Array): number {
  const centre = jackknife.reduce((sum, value) => sum + value, 0) / jackknife.length
  let [squares, cubes] = [0, 0]
  for (const value of jackknife) {
    squares += (centre - value) ** 2
    cubes += (centre - value) ** 3
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}
