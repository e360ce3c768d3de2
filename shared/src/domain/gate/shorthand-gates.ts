import type { Direction } from '../metrics/direction.js'

/** `evaluation_threshold`: the primary metric must be at least the value, or at most where less is better. */
export interface Threshold {
  readonly metric: string
  readonly value: number
  readonly direction: Direction
}

/** `champion` of a request; `margin` 0 when absent. */
export interface ChampionRequirement {
  readonly require: 'improvement' | 'non_inferiority'
  readonly metric: string
  readonly margin?: number | undefined
}

/** A threshold as a gate expression. */
export function thresholdText({ metric, value, direction }: Threshold): string {
  const read = `metrics.${metric}`
  switch (direction) {
    case 'higher':
      return `${read} >= ${value}`
    case 'lower':
      return `${read} <= ${value}`
    case 'zero':
      return `abs(${read}) <= ${value}`
  }
}

/** The champion requirement of a request as a gate expression. */
export function championText({ require, metric, margin = 0 }: ChampionRequirement): string {
  const rule = require === 'improvement' ? 'improves' : 'not_worse'
  return `${rule}(${JSON.stringify(metric)}, ${margin})`
}
