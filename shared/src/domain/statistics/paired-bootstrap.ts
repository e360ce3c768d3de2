import { everyRowOnce } from '../metrics/weighted-metric.js'
import type { RowCounts } from '../metrics/weighted-metric.js'
import { bcaInterval } from './bca-interval.js'
import { bootstrapUnits, drawResample, leaveBlockOut } from './bootstrap-units.js'
import { smallestDetectableDifference } from './detectable-difference.js'
import { randomSource } from './random.js'
import { standardDeviation } from './standard-deviation.js'

/** A number computed from a sample of rows; NaN where it is undefined. */
export type SampleStatistic = (counts: RowCounts) => number

/** What is resampled, and how often. */
export interface BootstrapOptions {
  readonly rows: number
  /** A code per row: rows of the same group are drawn together; negative = in no group. */
  readonly groups?: Int32Array
  /** Default 1,000. */
  readonly resamples?: number
  /** Default 0.95. */
  readonly confidence?: number
  readonly seed: number
}

/** The bootstrap's answer for one statistic, or why there is none. */
export type BootstrapResult = BootstrapInterval | { readonly reason: string }

/** A BCa interval with its standard error. */
export interface BootstrapInterval {
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  readonly standardError: number
  readonly smallestDetectableDifference: number
  /** Resamples on which the statistic was defined. */
  readonly resamples: number
}

const DEFAULT_RESAMPLES = 1000
/** Below this many units a bootstrap interval is known to be far too narrow. */
const FEWEST_UNITS = 10
/** More leave-one-out estimates than this no longer change the acceleration; blocks are left out instead. */
const MOST_JACKKNIFE_BLOCKS = 500
const LARGEST_UNDEFINED_SHARE = 0.05

/** BCa intervals of several statistics from the same seeded resamples, in the order given. */
export function pairedBootstrap(
  statistics: readonly SampleStatistic[],
  options: BootstrapOptions
): BootstrapResult[] {
  const { rows, groups, resamples = DEFAULT_RESAMPLES, confidence = 0.95, seed } = options
  const units = bootstrapUnits(rows, groups)
  if (units.units < FEWEST_UNITS) {
    const reason = `an interval needs at least ${FEWEST_UNITS} independent ${groups ? 'groups' : 'rows'}, there are ${units.units}`
    return statistics.map(() => ({ reason }))
  }
  const source = randomSource(seed)
  const replicates = measureSamples(statistics, { rows, samples: resamples }, (_, counts) => {
    drawResample(units, source, counts)
  })
  const blocks = Math.min(units.units, MOST_JACKKNIFE_BLOCKS)
  const jackknife = measureSamples(statistics, { rows, samples: blocks }, (index, counts) => {
    leaveBlockOut(units, { index, of: blocks }, counts)
  })
  const all = everyRowOnce(rows)
  return statistics.map((statistic, index) =>
    interval({
      estimate: statistic(all),
      replicates: replicates[index] ?? new Float64Array(),
      jackknife: jackknife[index] ?? new Float64Array(),
      confidence
    })
  )
}

/** Measures every statistic on a series of samples, whose counts `fill` writes in turn. */
function measureSamples(
  statistics: readonly SampleStatistic[],
  { rows, samples }: { readonly rows: number; readonly samples: number },
  fill: (index: number, counts: RowCounts) => void
): Float64Array[] {
  const results = statistics.map(statistic => ({ statistic, values: new Float64Array(samples) }))
  const counts = new Int32Array(rows)
  for (let index = 0; index < samples; index++) {
    fill(index, counts)
    for (const { statistic, values } of results) values[index] = statistic(counts)
  }
  return results.map(({ values }) => values)
}

interface IntervalInput {
  readonly estimate: number
  readonly replicates: Float64Array
  readonly jackknife: Float64Array
  readonly confidence: number
}

function interval({ estimate, replicates, jackknife, confidence }: IntervalInput): BootstrapResult {
  if (Number.isNaN(estimate)) return { reason: 'the difference is undefined on these rows' }
  const usable = replicates.filter(value => !Number.isNaN(value))
  if (usable.length < replicates.length * (1 - LARGEST_UNDEFINED_SHARE)) {
    return {
      reason: `the metric is undefined on ${replicates.length - usable.length} of ${replicates.length} resamples`
    }
  }
  const left = jackknife.filter(value => !Number.isNaN(value))
  const standardError = standardDeviation(usable)
  return {
    estimate,
    ...bcaInterval({ estimate, replicates: usable, jackknife: left, confidence }),
    standardError,
    smallestDetectableDifference: smallestDetectableDifference(standardError, confidence),
    resamples: usable.length
  }
}
