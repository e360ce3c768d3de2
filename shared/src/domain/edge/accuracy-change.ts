import { improvement, type Direction } from '../metrics/direction.js'
import type { AccuracyChange } from './judge-variant.js'

/** A variant's primary metric. */
interface Value {
  readonly metric: string
  readonly direction: Direction
  readonly value: number | null
  readonly reason?: string
}

/** The change of the primary metric against the float export's, positive = better. */
export function accuracyChange(own: Value, float: Value, rows: number): AccuracyChange {
  const common = { metric: own.metric, value: own.value, reference: float.value, rows }
  if (own.value === null || float.value === null) {
    const reason = (float.value === null ? float.reason : own.reason) ?? 'no reason given'
    return { ...common, delta: null, reason: `${own.metric} is undefined: ${reason}` }
  }
  return { ...common, delta: improvement(own.direction, own.value, float.value) }
}

/** What is said where nothing can be measured. */
export function noAccuracy(reason: string): AccuracyChange {
  return { metric: null, value: null, delta: null, reference: null, rows: 0, reason }
}
