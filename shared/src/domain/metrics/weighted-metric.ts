import type { Measurement } from './measurement.js'

/** How many times each row counts: 1 everywhere for the data itself, 0/1 for a slice, multiplicities for a resample. */
export type RowCounts = Int32Array

/** A metric over fixed rows, prepared once (sorted, say) so that it can be measured on many samples of them. */
export type WeightedMetric = (counts: RowCounts) => Measurement

/** Every row exactly once. */
export function everyRowOnce(rows: number): RowCounts {
  return new Int32Array(rows).fill(1)
}

/** The number of rows in a sample. */
export function countedRows(counts: RowCounts): number {
  let total = 0
  for (const count of counts) total += count
  return total
}

/** Prepared metrics by name. */
export type PreparedMetrics = ReadonlyMap<string, WeightedMetric>
