import { UserError } from '../../errors.js'
import { classificationOutcomes } from '../metrics/class-predictions.js'
import type { ClassPredictions } from '../metrics/class-predictions.js'
import type { Measurement } from '../metrics/measurement.js'
import { collectMeasurements } from '../metrics/metric-report.js'
import { holm } from '../statistics/holm.js'
import { countGroups } from './group-outcomes.js'
import type { GroupColumn, GroupOutcomes } from './group-outcomes.js'
import { selectionHomogeneity } from './selection-homogeneity.js'
import { largerOf, rateDifference, rateRatio } from './rate-spread.js'

/** One group of a sensitive column, in the words of the evaluation record. */
export interface FairnessGroup {
  readonly value: string
  readonly rows: number
  /** Rows of the positive class. */
  readonly positives: number
  readonly selection_rate: number
  readonly true_positive_rate: number | null
  readonly false_positive_rate: number | null
  /** False: too few rows, its rates count in no difference. */
  readonly judged: boolean
  readonly note?: string
}

/** How evenly a classifier treats the groups of one column, in the words of the evaluation record. */
export interface FairnessReport {
  readonly positive_class: string
  readonly minimum_rows: number
  /** `demographic_parity_difference`, `demographic_parity_ratio`, `equal_opportunity_difference`, `equalized_odds_difference`. */
  readonly metrics: Readonly<Record<string, number | null>>
  readonly undefined: Readonly<Record<string, string>>
  /** Pearson's chi-square test that all judged groups are selected alike; null for fewer than two. */
  readonly selection_p_value: number | null
  /** The same by Holm's correction over all sensitive columns. */
  readonly selection_p_adjusted: number | null
  /** The largest groups first, at most 100. */
  readonly groups: readonly FairnessGroup[]
  /** Groups beyond those listed; they are judged all the same. */
  readonly unlisted_groups: number
  /** Rows in no group. */
  readonly missing_rows: number
}

/** Predictions and the columns that must not decide them. */
export interface FairnessQuestion {
  readonly predictions: ClassPredictions
  /** The sensitive columns, one code per predicted row. */
  readonly columns: readonly GroupColumn[]
  /** Groups of fewer rows are listed and not judged; default 30. */
  readonly minimumRows?: number
}

const MINIMUM_ROWS = 30
const MOST_LISTED = 100

/**
 * Selection, true positive and false positive rates per group of each sensitive column, by column name, and their
 * spread (Hardt et al., NeurIPS 2016; Feldman et al., KDD 2015). Throws the `UserError`s of `classificationOutcomes`.
 */
export function evaluateFairness(question: FairnessQuestion): Readonly<Record<string, FairnessReport>> {
  const { predictions, columns, minimumRows = MINIMUM_ROWS } = question
  const outcomes = classificationOutcomes(predictions)
  const positiveClass = outcomes.classes[outcomes.positive] ?? ''
  const rows = outcomes.truth.length
  const reports = columns.map(column => {
    assertLength(column, rows)
    return { name: column.name, ...judge(countGroups(outcomes, column), minimumRows, rows) }
  })
  const adjusted = adjust(reports.map(({ selection_p_value: pValue }) => pValue))
  return Object.fromEntries(
    reports.map(({ name, ...report }, index) => [
      name,
      { positive_class: positiveClass, ...report, selection_p_adjusted: adjusted[index] ?? null }
    ])
  )
}

/** Holm's correction over those that have a p-value. */
function adjust(pValues: readonly (number | null)[]): (number | null)[] {
  const adjusted = holm(pValues.filter(pValue => pValue !== null)).values()
  return pValues.map(pValue => (pValue === null ? null : (adjusted.next().value ?? null)))
}

type ColumnReport = Omit<FairnessReport, 'positive_class' | 'selection_p_adjusted'>

function assertLength({ name, codes }: GroupColumn, rows: number): void {
  if (codes.length === rows) return
  const message = `the sensitive column ${JSON.stringify(name)} has ${codes.length} values for ${rows} predictions`
  throw new UserError('predictions-invalid', message, { hint: 'give exactly one prediction per test row' })
}

function judge(groups: readonly GroupOutcomes[], minimumRows: number, rows: number): ColumnReport {
  const judged = groups.filter(group => group.rows >= minimumRows)
  const { metrics, undefined: reasons } = collectMeasurements(spreads(judged, minimumRows))
  return {
    minimum_rows: minimumRows,
    metrics,
    undefined: reasons,
    selection_p_value: selectionHomogeneity(judged),
    groups: groups.slice(0, MOST_LISTED).map(group => describe(group, minimumRows)),
    unlisted_groups: Math.max(0, groups.length - MOST_LISTED),
    missing_rows: groups.reduce((left, group) => left - group.rows, rows)
  }
}

function spreads(judged: readonly GroupOutcomes[], minimumRows: number): (readonly [string, Measurement])[] {
  const fewer = (what: string) => `fewer than two groups of at least ${minimumRows} rows have ${what}`
  const selection = judged.map(selectionRate)
  const opportunity = rateDifference(judged.flatMap(truePositiveRate), fewer('rows of the positive class'))
  const falseAlarms = rateDifference(judged.flatMap(falsePositiveRate), fewer('rows of other classes'))
  return [
    ['demographic_parity_difference', rateDifference(selection, fewer('predictions'))],
    ['demographic_parity_ratio', rateRatio(selection, fewer('predictions'))],
    ['equal_opportunity_difference', opportunity],
    ['equalized_odds_difference', largerOf(opportunity, falseAlarms)]
  ]
}

function describe(group: GroupOutcomes, minimumRows: number): FairnessGroup {
  const { value, rows, positives } = group
  const notes = [
    ...(rows < minimumRows ? [`not judged: fewer than ${minimumRows} rows`] : []),
    ...(positives === 0 ? ['no rows of the positive class'] : []),
    ...(positives === rows ? ['no rows of other classes'] : [])
  ]
  return {
    value,
    rows,
    positives,
    selection_rate: selectionRate(group),
    true_positive_rate: truePositiveRate(group)[0] ?? null,
    false_positive_rate: falsePositiveRate(group)[0] ?? null,
    judged: rows >= minimumRows,
    ...(notes.length === 0 ? {} : { note: notes.join('; ') })
  }
}

function selectionRate({ selected, rows }: GroupOutcomes): number {
  return selected / rows
}

/** Empty for a group without positives. */
function truePositiveRate({ truePositives, positives }: GroupOutcomes): number[] {
  return positives === 0 ? [] : [truePositives / positives]
}

/** Empty for a group without negatives. */
function falsePositiveRate({ selected, truePositives, positives, rows }: GroupOutcomes): number[] {
  return positives === rows ? [] : [(selected - truePositives) / (rows - positives)]
}
