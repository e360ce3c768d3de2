import type { Direction } from '../metrics/direction.js'
import type { WeightedMetric } from '../metrics/weighted-metric.js'
import type { JoinedRows } from './join-rows.js'

/** A metric of both models, prepared on the same rows in the same order. */
export interface PairedMetric {
  readonly name: string
  readonly direction: Direction
  readonly challenger: WeightedMetric
  readonly champion: WeightedMetric
  /** A test of the difference that the metric has beside the bootstrap. */
  readonly test?: () => PairedTest | null
}

/** The p-value of a named test of no difference. */
export interface PairedTest {
  readonly name: string
  readonly pValue: number
}

/** Two models on the same rows. */
export interface PairedModels {
  readonly rows: JoinedRows
  readonly metrics: readonly PairedMetric[]
}
