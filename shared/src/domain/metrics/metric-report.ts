import type { Measurement } from './measurement.js'
import type { RowCounts, WeightedMetric } from './weighted-metric.js'

/** Measured metrics as the records hold them: null values have their reason in `undefined`. */
export interface MetricReport {
  readonly metrics: Readonly<Record<string, number | null>>
  readonly undefined: Readonly<Record<string, string>>
  readonly notes: Readonly<Record<string, string>>
}

/** Measures prepared metrics on a sample of their rows. */
export function reportMetrics(
  prepared: Iterable<readonly [string, WeightedMetric]>,
  counts: RowCounts
): MetricReport {
  return collectMeasurements(Array.from(prepared, ([name, metric]) => [name, metric(counts)]))
}

/** Gathers measurements into one report. */
export function collectMeasurements(named: readonly (readonly [string, Measurement])[]): MetricReport {
  const reasons = named.flatMap(([name, one]) => (one.value === null ? [[name, one.reason] as const] : []))
  const notes = named.flatMap(([name, one]) =>
    one.value !== null && one.note !== undefined ? [[name, one.note] as const] : []
  )
  return {
    metrics: Object.fromEntries(named.map(([name, one]) => [name, one.value])),
    undefined: Object.fromEntries(reasons),
    notes: Object.fromEntries(notes)
  }
}
