import { improvement } from '../metrics/direction.js'
import type { Measurement } from '../metrics/measurement.js'
import { everyRowOnce } from '../metrics/weighted-metric.js'
import { pairedBootstrap } from '../statistics/paired-bootstrap.js'
import type { BootstrapResult, SampleStatistic } from '../statistics/paired-bootstrap.js'
import type { PairedMetric } from './paired-models.js'

/** One metric of both models, in the shape of the evaluation record's `champion.tests`. */
export interface MetricComparison {
  readonly metric: string
  readonly champion: number | null
  readonly challenger: number | null
  /** Positive: the challenger is better, whatever the metric's direction. */
  readonly delta: number | null
  readonly interval: {
    readonly low: number
    readonly high: number
    readonly confidence: number
    readonly method: string
  } | null
  readonly p_value: number | null
  readonly test: string | null
  /** The smallest true difference that these rows could have shown with 80 % power. */
  readonly detectable_difference: number | null
  readonly note?: string
}

/** How differences are resampled. */
export interface ResamplingPlan {
  readonly rows: number
  /** A code per row: rows of a group are drawn together; negative = in no group. */
  readonly groups?: Int32Array
  readonly confidence: number
  readonly seed: number
}

const METHOD = 'paired-bootstrap-bca'

/** Compares metrics with intervals from one series of resamples, so that any choice of metrics gives the same numbers. */
export function compareWithIntervals(
  metrics: readonly PairedMetric[],
  plan: ResamplingPlan
): MetricComparison[] {
  const results = pairedBootstrap(metrics.map(differenceOf), plan)
  return metrics.map((metric, index) => {
    const result = results[index]
    const point = compareValues(metric, plan.rows)
    return result === undefined || point.delta === null
      ? point
      : { ...point, ...significance(metric, result, plan) }
  })
}

/** Compares the values of a metric alone. */
export function compareValues({ name, direction, ...models }: PairedMetric, rows: number): MetricComparison {
  const all = everyRowOnce(rows)
  const [challenger, champion] = [models.challenger(all), models.champion(all)]
  const comparable = challenger.value !== null && champion.value !== null
  const reasons = [...undefinedFor('challenger', challenger), ...undefinedFor('champion', champion)]
  return {
    metric: name,
    champion: champion.value,
    challenger: challenger.value,
    delta: comparable ? improvement(direction, challenger.value, champion.value) : null,
    interval: null,
    p_value: null,
    test: null,
    detectable_difference: null,
    ...(reasons.length === 0 ? {} : { note: reasons.join('; ') })
  }
}

function undefinedFor(who: string, measurement: Measurement): string[] {
  return measurement.value === null ? [`undefined for the ${who}: ${measurement.reason}`] : []
}

function differenceOf({ direction, challenger, champion }: PairedMetric): SampleStatistic {
  return counts => {
    const [ours, theirs] = [challenger(counts).value, champion(counts).value]
    return ours === null || theirs === null ? NaN : improvement(direction, ours, theirs)
  }
}

function significance(
  metric: PairedMetric,
  result: BootstrapResult,
  plan: ResamplingPlan
): Partial<MetricComparison> {
  const test = metric.test?.() ?? null
  const notes = [
    ...('reason' in result ? [`no interval: ${result.reason}`] : []),
    ...(test !== null && plan.groups !== undefined
      ? [`${test.name} takes the rows of a group for independent`]
      : [])
  ]
  return {
    ...(test === null ? {} : { p_value: test.pValue, test: test.name }),
    ...('reason' in result ? {} : intervalOf(result, plan.confidence)),
    ...(notes.length === 0 ? {} : { note: notes.join('; ') })
  }
}

function intervalOf(
  { lower, upper, smallestDetectableDifference }: Exclude<BootstrapResult, { reason: string }>,
  confidence: number
): Pick<MetricComparison, 'interval' | 'detectable_difference'> {
  return {
    interval: { low: lower, high: upper, confidence, method: METHOD },
    detectable_difference: smallestDetectableDifference
  }
}
