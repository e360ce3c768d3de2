import { measured, unmeasurable } from '../metrics/measurement.js'
import type { Measurement } from '../metrics/measurement.js'

/** Largest minus smallest of the groups' rates. */
export function rateDifference(rates: readonly number[], reason: string): Measurement {
  if (rates.length < 2) return unmeasurable(reason)
  const { least, most } = extremes(rates)
  return measured(most - least)
}

/** Smallest of the groups' rates as a share of the largest. */
export function rateRatio(rates: readonly number[], reason: string): Measurement {
  if (rates.length < 2) return unmeasurable(reason)
  const { least, most } = extremes(rates)
  return most === 0
    ? unmeasurable('no group is ever predicted as the positive class')
    : measured(least / most)
}

/** The larger of two measurements, undefined as soon as one of them is. */
export function largerOf(one: Measurement, other: Measurement): Measurement {
  if (one.value === null) return one
  if (other.value === null) return other
  return measured(Math.max(one.value, other.value))
}

function extremes(rates: readonly number[]): { least: number; most: number } {
  let [least, most] = [Infinity, -Infinity]
  for (const rate of rates) {
    least = Math.min(least, rate)
    most = Math.max(most, rate)
  }
  return { least, most }
}
