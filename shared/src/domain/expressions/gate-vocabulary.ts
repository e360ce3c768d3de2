import type { Direction } from '../metrics/direction.js'
import { metricsOf } from '../metrics/metric-table.js'
import type { Task } from '../metrics/task.js'

/** What may be named in a gate. */
export interface GateVocabulary {
  /** Known metrics; null = its direction is not known, so it cannot be compared with the champion. */
  readonly metrics: ReadonlyMap<string, Direction | null>
  /** Whether these are all metrics there can be; if not, an unknown one is left to the evaluation. */
  readonly complete: boolean
}

/** The metrics of a task and the custom ones beside them. */
export function gateVocabulary(task: Task, customMetrics: Iterable<string> = []): GateVocabulary {
  const metrics = new Map<string, Direction | null>()
  for (const name of customMetrics) metrics.set(name, null)
  for (const { name, direction } of metricsOf(task)) metrics.set(name, direction)
  return { metrics, complete: true }
}

/** A vocabulary that leaves every metric name to the evaluation. */
export const ANY_METRIC: GateVocabulary = { metrics: new Map(), complete: false }
