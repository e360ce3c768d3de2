import { countedRows } from './weighted-metric.js'
import type { RowCounts, WeightedMetric } from './weighted-metric.js'
import { quotient } from './measurement.js'

const { abs } = Math

/** Sum of counts × values by Neumaier's compensated summation (ZAMM 54, 1974). */
export function weightedSum(values: ArrayLike<number>, counts: RowCounts): number {
  let sum = 0
  let lost = 0
  for (let row = 0; row < counts.length; row++) {
    const count = counts[row] ?? 0
    if (count === 0) continue
    const term = count * (values[row] ?? NaN)
    const next = sum + term
    lost += abs(sum) >= abs(term) ? sum - next + term : term - next + sum
    sum = next
  }
  return sum + lost
}

/** The metric that averages a number each row has. */
export function rowMean(values: Float64Array): WeightedMetric {
  return counts => quotient(weightedSum(values, counts), countedRows(counts), NO_ROWS)
}

/** The reason of metrics of an empty sample. */
export const NO_ROWS = 'there are no rows'
