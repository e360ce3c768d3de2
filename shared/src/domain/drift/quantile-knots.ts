/** Intervals between the quantile knots of a profile: one for every half per cent. */
export const KNOT_INTERVALS = 200

/** Quantile knots of a profile: the ends of the intervals. */
export const KNOTS = KNOT_INTERVALS + 1

/** Quantile k/parts of ascending values (Hyndman & Fan type 7), infinities included; NaN without values. */
export function quantileAt(ascending: Float64Array, k: number, parts: number): number {
  const place = ((ascending.length - 1) * k) / parts
  const below = Math.floor(place)
  const low = ascending[below] ?? Number.NaN
  const high = ascending[Math.min(below + 1, ascending.length - 1)] ?? Number.NaN
  if (place === below || low === high) return low
  // Between a number and an infinity every point but the end itself is infinite.
  if (!Number.isFinite(low) || !Number.isFinite(high)) return Number.isFinite(low) ? high : low
  return low + (place - below) * (high - low)
}

/** The 201 quantiles 0, 0.005, …, 1 of ascending values; empty without values. */
export function quantileKnots(ascending: Float64Array): Float64Array {
  if (ascending.length === 0) return new Float64Array(0)
  return Float64Array.from({ length: KNOTS }, (_, k) => quantileAt(ascending, k, KNOT_INTERVALS))
}
