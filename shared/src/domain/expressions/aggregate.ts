import { measured, unmeasurable } from '../metrics/measurement.js'
import type { Measurement } from '../metrics/measurement.js'
import { weightedSum } from '../metrics/row-mean.js'
import { countedRows } from '../metrics/weighted-metric.js'
import type { RowCounts, WeightedMetric } from '../metrics/weighted-metric.js'
import type { CompiledRow } from './compile-row.js'
import type { AggregateName } from './row-dialect.js'

/** An aggregate over rows: `values` holds 0 where `present` is 0. */
interface Operand {
  readonly values: Float64Array
  readonly present: Uint8Array
  readonly isCondition: boolean
}

export interface AggregateCall {
  readonly aggregate: AggregateName
  /** Absent for `count()`. */
  readonly operand?: CompiledRow
  /** The q of `quantile`. */
  readonly share: number
}

/**
 * Prepares an aggregate. Rows whose operand is missing or not finite are left out, and a note says how many. `std` is the
 * sample standard deviation (n − 1), `quantile` interpolates (type 7), `count` counts the rows where a condition is true, or
 * where a value is there.
 */
export function prepareAggregate({ aggregate, operand, share }: AggregateCall, rows: number): WeightedMetric {
  if (operand === undefined) return counts => measured(countedRows(counts))
  const evaluated = evaluateRows(operand, rows)
  const compute = reducer(aggregate, evaluated, share)
  return counts => {
    const all = countedRows(counts)
    const used = weightedSum(evaluated.present, counts)
    if (used === 0 && aggregate !== 'count') return unmeasurable('no row has all the values it needs')
    const note =
      used === all ? undefined : `${all - used} of ${all} rows left out: a value is missing or not finite`
    const result = compute(counts, used)
    return result.value === null ? result : measured(result.value, note)
  }
}

function evaluateRows(operand: CompiledRow, rows: number): Operand {
  const values = new Float64Array(rows)
  const present = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const value = operand.at(row)
    const number = typeof value === 'string' ? 1 : (value ?? NaN)
    if (!Number.isFinite(number)) continue
    values[row] = number
    present[row] = 1
  }
  return { values, present, isCondition: operand.kind === 'boolean' }
}

type Reducer = (counts: RowCounts, used: number) => Measurement

function reducer(aggregate: AggregateName, operand: Operand, share: number): Reducer {
  const { values, present, isCondition } = operand
  switch (aggregate) {
    case 'mean':
      return (counts, used) => measured(weightedSum(values, counts) / used)
    case 'sum':
      return counts => measured(weightedSum(values, counts))
    case 'count':
      return counts => measured(weightedSum(isCondition ? values : present, counts))
    case 'std':
      return (counts, used) => sampleDeviation(operand, counts, used)
    case 'min':
      return orderStatistic(operand, () => 0)
    case 'max':
      return orderStatistic(operand, used => used - 1)
    case 'quantile':
      return orderStatistic(operand, used => (used - 1) * share)
  }
}

function sampleDeviation({ values, present }: Operand, counts: RowCounts, used: number): Measurement {
  if (used < 2) return unmeasurable('std needs two rows')
  const mean = weightedSum(values, counts) / used
  const squares = values.map((value, row) => (present[row] === 1 ? (value - mean) ** 2 : 0))
  return measured(Math.sqrt(weightedSum(squares, counts) / (used - 1)))
}

/** The value at a place (from 0) of the sorted sample, interpolated between neighbours. */
function orderStatistic({ values, present }: Operand, placeOf: (used: number) => number): Reducer {
  const order = Int32Array.from(values.keys())
    .filter(row => present[row] === 1)
    .sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0))
  const valueAt = (counts: RowCounts, place: number): number => {
    let passed = 0
    for (const row of order) {
      passed += counts[row] ?? 0
      if (passed > place) return values[row] ?? NaN
    }
    return NaN
  }
  return (counts, used) => {
    const place = placeOf(used)
    const low = valueAt(counts, Math.floor(place))
    const high = valueAt(counts, Math.min(Math.ceil(place), used - 1))
    return measured(low + (place - Math.floor(place)) * (high - low))
  }
}
