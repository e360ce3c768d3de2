import { chiSquareQuantile } from '../statistics/chi-square.js'

/** Counts of the same bins in baseline and current data, the bin of missing cells included. */
export interface BinCounts {
  readonly baseline: readonly number[]
  readonly current: readonly number[]
}

const FLOOR = 1e-4
const CONFIDENCE = 0.95

/** Population stability index Σ (p − q) ln(p / q), shares floored at 10⁻⁴, bins empty on both sides left out; 0 when a side has no rows. */
export function populationStabilityIndex({ baseline, current }: BinCounts): number {
  const baselineRows = total(baseline)
  const currentRows = total(current)
  if (baselineRows === 0 || currentRows === 0) return 0
  return baseline.reduce((sum, count, bin) => {
    const other = current[bin] ?? 0
    if (count === 0 && other === 0) return sum
    const p = Math.max(count / baselineRows, FLOOR)
    const q = Math.max(other / currentRows, FLOOR)
    return sum + (p - q) * Math.log(p / q)
  }, 0)
}

/** The index that sampling alone exceeds once in twenty times: χ²₀.₉₅(B − 1) · (1/N_b + 1/N_c). */
export function criticalStabilityIndex({ baseline, current }: BinCounts): number {
  if (total(baseline) === 0 || total(current) === 0) return 0
  const bins = baseline.filter((count, bin) => count > 0 || (current[bin] ?? 0) > 0).length
  if (bins < 2) return 0
  return chiSquareQuantile(CONFIDENCE, bins - 1) * (1 / total(baseline) + 1 / total(current))
}

/** Jensen–Shannon distance (square root of the divergence, base 2: 0 to 1) of the shares. */
export function jensenShannonDistance({ baseline, current }: BinCounts): number {
  const baselineRows = total(baseline)
  const currentRows = total(current)
  if (baselineRows === 0 || currentRows === 0) return 0
  const divergence = baseline.reduce((sum, count, bin) => {
    const p = count / baselineRows
    const q = (current[bin] ?? 0) / currentRows
    const middle = (p + q) / 2
    return sum + information(p, middle) + information(q, middle)
  }, 0)
  return Math.sqrt(Math.max(0, divergence / 2))
}

function information(share: number, middle: number): number {
  return share === 0 ? 0 : share * Math.log2(share / middle)
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0)
}
