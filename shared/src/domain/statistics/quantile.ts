/** Quantile of ascending values by linear interpolation (Hyndman & Fan 1996, type 7); NaN without values. */
export function sortedQuantile(ascending: Float64Array, probability: number): number {
  const place = (ascending.length - 1) * Math.min(Math.max(probability, 0), 1)
  const below = Math.floor(place)
  const low = ascending[below] ?? NaN
  const high = ascending[Math.min(below + 1, ascending.length - 1)] ?? NaN
  return low === high ? low : low + (place - below) * (high - low)
}
