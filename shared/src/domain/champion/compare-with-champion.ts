import type { ChampionRules } from '../expressions/champion-rules.js'
import { primaryMetricOf } from '../metrics/metric-table.js'
import { championRules, rulesWithoutComparison } from './champion-rules.js'
import { compareValues, compareWithIntervals } from './metric-comparison.js'
import type { MetricComparison, ResamplingPlan } from './metric-comparison.js'
import { pairClassification } from './pair-classification.js'
import type { ComparedClasses } from './pair-classification.js'
import { pairRegression } from './pair-regression.js'
import type { ComparedNumbers } from './pair-regression.js'
import type { PairedMetric, PairedModels } from './paired-models.js'

interface Comparison {
  /** Names the champion in reasons. */
  readonly version: string
  /** A code per row of the challenger: rows of the same group are drawn together; negative = in no group. */
  readonly groups?: Int32Array
  /** Default 0.95. */
  readonly confidence?: number
  /** Default 42. */
  readonly seed?: number
  /** Metrics that get an interval in `tests` however many rows there are, such as those the gate names. */
  readonly intervals?: readonly string[]
}

/** Predictions of both models, each with the targets of its rows. */
export type ChampionComparison = Comparison &
  (
    | {
        readonly task: 'classification'
        readonly challenger: ComparedClasses
        readonly champion: ComparedClasses
      }
    | {
        readonly task: 'regression'
        readonly challenger: ComparedNumbers
        readonly champion: ComparedNumbers
      }
  )

/** What the comparison came to, in the words of the evaluation record's `champion`. */
export interface ChampionReport {
  readonly version: string
  /** The champion's metrics on the compared rows. */
  readonly metrics: Readonly<Record<string, number | null>>
  readonly tests: readonly MetricComparison[]
  readonly rules: ChampionRules
  /** The number of rows compared. */
  readonly rows: number
  /** Why the models could not be compared, or were compared on a part of the rows only. */
  readonly note?: string
}

/** Up to this many rows every metric gets an interval in the report; beyond, the primary one and those asked for. */
const MOST_ROWS_FOR_ALL = 2000

/**
 * Compares challenger and champion on the same rows. Rows that do not belong together make every rule undecided and are
 * said in `note`; predictions that are wrong in themselves are a `UserError` `predictions-invalid`.
 */
export function compareWithChampion(comparison: ChampionComparison): ChampionReport {
  const { version } = comparison
  const paired =
    comparison.task === 'classification'
      ? pairClassification(comparison.challenger, comparison.champion)
      : pairRegression(comparison.challenger, comparison.champion)
  if (typeof paired === 'string')
    return {
      version,
      metrics: {},
      tests: [],
      rules: rulesWithoutComparison(version, paired),
      rows: 0,
      note: paired
    }
  return report(comparison, paired)
}

function report(comparison: ChampionComparison, { rows, metrics }: PairedModels): ChampionReport {
  const { version } = comparison
  const plan = resamplingPlan(comparison, rows.challenger)
  const named = new Set([...(comparison.intervals ?? []), primaryMetricOf(comparison.task).name])
  const tested = metrics.filter(({ name }) => plan.rows <= MOST_ROWS_FOR_ALL || named.has(name))
  const compared = new Map(compareWithIntervals(tested, plan).map(one => [one.metric, one]))
  const tests = metrics.map(metric => compared.get(metric.name) ?? withoutInterval(metric, plan.rows))
  return {
    version,
    metrics: Object.fromEntries(tests.map(({ metric, champion }) => [metric, champion])),
    tests,
    rules: championRules(version, metric => lookUp(metric, { compared, metrics, plan })),
    rows: plan.rows,
    ...(rows.note === undefined ? {} : { note: rows.note })
  }
}

function resamplingPlan(comparison: ChampionComparison, challengerRows: Int32Array): ResamplingPlan {
  const { groups, confidence = 0.95, seed = 42 } = comparison
  const joined = groups === undefined ? {} : { groups: challengerRows.map(row => groups[row] ?? -1) }
  return { rows: challengerRows.length, ...joined, confidence, seed }
}

function withoutInterval(metric: PairedMetric, rows: number): MetricComparison {
  const comparison = compareValues(metric, rows)
  const note = `no interval: there are more than ${MOST_ROWS_FOR_ALL} rows and no rule names the metric`
  return comparison.delta === null ? comparison : { ...comparison, note }
}

interface Compared {
  readonly compared: Map<string, MetricComparison>
  readonly metrics: readonly PairedMetric[]
  readonly plan: ResamplingPlan
}

/** The comparison of a metric, made when first asked for where the report did not need its interval. */
function lookUp(name: string, { compared, metrics, plan }: Compared): MetricComparison | undefined {
  const known = compared.get(name)
  if (known !== undefined) return known
  const metric = metrics.find(one => one.name === name)
  const [made] = metric === undefined ? [] : compareWithIntervals([metric], plan)
  if (made !== undefined) compared.set(name, made)
  return made
}
