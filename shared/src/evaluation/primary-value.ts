import type { Direction } from '../domain/metrics/direction.js'
import { evaluateClassification } from '../domain/metrics/evaluate-classification.js'
import { evaluateRegression } from '../domain/metrics/evaluate-regression.js'
import { primaryMetricOf } from '../domain/metrics/metric-table.js'
import type { Scored } from './scored.js'

/** The metric a task is judged by, measured; null with the reason when it is undefined. */
export interface PrimaryValue {
  readonly metric: string
  readonly direction: Direction
  readonly value: number | null
  readonly reason?: string
}

/** Measures the primary metric of the task on scored rows. */
export function primaryValue(scored: Scored): PrimaryValue {
  const { name, direction } = primaryMetricOf(scored.task)
  const report =
    scored.task === 'classification'
      ? evaluateClassification(scored.predictions)
      : evaluateRegression(scored.predictions)
  const value = report.metrics[name] ?? null
  const reason = report.undefined[name]
  return { metric: name, direction, value, ...(value === null && reason !== undefined && { reason }) }
}
