/** Wasserstein-1 distance ∫ |F_b − F_c| of ascending, non-empty samples; null where infinite values leave it undefined. */
export function wassersteinDistance(baseline: Float64Array, current: Float64Array): number | null {
  const n = baseline.length
  const m = current.length
  let [i, j] = [0, 0]
  let distance = 0
  let last = Math.min(baseline[0] ?? 0, current[0] ?? 0)
  while (i < n || j < m) {
    const value = Math.min(baseline[i] ?? Infinity, current[j] ?? Infinity)
    const gap = Math.abs(i / n - j / m)
    if (gap > 0) distance += gap * (value - last)
    while (i < n && baseline[i] === value) i++
    while (j < m && current[j] === value) j++
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
