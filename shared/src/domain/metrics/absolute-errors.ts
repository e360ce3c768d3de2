import { measured, unmeasurable } from './measurement.js'
import type { RegressionOutcomes } from './regression-outcomes.js'
import { NO_ROWS, weightedSum } from './row-mean.js'
import { countedRows } from './weighted-metric.js'
import type { RowCounts, WeightedMetric } from './weighted-metric.js'

/** |truth − predicted| of every row. */
export function absoluteErrors({ truth, predicted }: RegressionOutcomes): Float64Array {
  return truth.map((value, row) => Math.abs(value - (predicted[row] ?? NaN)))
}

/** Largest absolute error. */
export function maxError(outcomes: RegressionOutcomes): WeightedMetric {
  const errors = absoluteErrors(outcomes)
  return counts => {
    let largest = -1
    for (let row = 0; row < counts.length; row++) {
      if ((counts[row] ?? 0) > 0) largest = Math.max(largest, errors[row] ?? NaN)
    }
    return largest === -1 ? unmeasurable(NO_ROWS) : measured(largest)
  }
}

/** Median absolute error: the mean of the two middle errors for an even number of rows. */
export function medianAbsoluteError(outcomes: RegressionOutcomes): WeightedMetric {
  const errors = absoluteErrors(outcomes)
  const order = Int32Array.from(errors.keys()).sort((a, b) => (errors[a] ?? 0) - (errors[b] ?? 0))
  return counts => {
    const rows = countedRows(counts)
    if (rows === 0) return unmeasurable(NO_ROWS)
    const at = (place: number) => errors[rowAt(order, counts, place)] ?? NaN
    return measured((at(Math.floor((rows - 1) / 2)) + at(Math.floor(rows / 2))) / 2)
  }
}

function rowAt(order: Int32Array, counts: RowCounts, place: number): number {
  let passed = 0
  for (const row of order) {
    passed += counts[row] ?? 0
    if (passed > place) return row
  }
  return -1
}

/** Mean |error / target| over the rows whose target is not zero; a note says how many were left out. */
export function meanAbsolutePercentageError(outcomes: RegressionOutcomes): WeightedMetric {
  const { truth } = outcomes
  const shares = absoluteErrors(outcomes).map((error, row) =>
    truth[row] === 0 ? 0 : error / Math.abs(truth[row] ?? NaN)
  )
  const isZero = Uint8Array.from(truth, value => (value === 0 ? 1 : 0))
  return counts => {
    const rows = countedRows(counts)
    if (rows === 0) return unmeasurable(NO_ROWS)
    const zeros = weightedSum(isZero, counts)
    if (zeros === rows) return unmeasurable('every target is zero')
    const value = weightedSum(shares, counts) / (rows - zeros)
    return measured(
      value,
      zeros === 0 ? undefined : `${zeros} of ${rows} rows left out: their target is zero`
    )
  }
}
