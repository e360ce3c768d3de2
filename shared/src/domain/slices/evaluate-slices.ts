import { UserError } from '../../errors.js'
import { classificationOutcomes } from '../metrics/class-predictions.js'
import type { ClassPredictions } from '../metrics/class-predictions.js'
import { selectOutcomes } from '../metrics/classification-outcomes.js'
import { measureClassification } from '../metrics/evaluate-classification.js'
import { evaluateRegression } from '../metrics/evaluate-regression.js'
import type { MetricReport } from '../metrics/metric-report.js'
import { assertRegressionOutcomes, selectNumbers } from '../metrics/regression-outcomes.js'
import type { RegressionOutcomes } from '../metrics/regression-outcomes.js'
import { chooseSlices } from './choose-slices.js'
import type { SliceColumn } from './choose-slices.js'

/** The metrics of one slice of the rows, in the words of the evaluation record. */
export interface SliceReport extends MetricReport {
  readonly rows: number
}

/** The slices of all columns. */
export interface SlicesReport {
  /** By `"<column>=<value>"`. */
  readonly slices: Readonly<Record<string, SliceReport>>
  /** Sentences about values that got no slice. */
  readonly notes: readonly string[]
}

/** Predictions and the columns to look at them by. */
export type SlicesQuestion = {
  /** The columns to divide the rows by, one code per predicted row. */
  readonly columns: readonly SliceColumn[]
  /** Slices that are measured however small they are, such as those a gate names. */
  readonly named?: readonly string[]
} & (
  | { readonly task: 'classification'; readonly predictions: ClassPredictions }
  | { readonly task: 'regression'; readonly predictions: RegressionOutcomes }
)

/** Measures every metric on every value of the given columns: 50 values a column, the largest first, and those named. */
export function evaluateSlices(question: SlicesQuestion): SlicesReport {
  const rows = question.predictions.truth.length
  for (const column of question.columns) assertLength(column, rows)
  const measure = sliceMeasurer(question)
  const named = new Set(question.named)
  const chosen = question.columns.map(column => chooseSlices(column, named))
  const slices = chosen.flatMap(({ slices }) =>
    slices.map(slice => [slice.name, { rows: slice.rows.length, ...measure(slice.rows) }] as const)
  )
  return { slices: Object.fromEntries(slices), notes: chosen.flatMap(({ note }) => note ?? []) }
}

function sliceMeasurer(question: SlicesQuestion): (rows: Int32Array) => MetricReport {
  if (question.task === 'regression') {
    assertRegressionOutcomes(question.predictions)
    return rows => evaluateRegression(selectNumbers(question.predictions, rows))
  }
  const outcomes = classificationOutcomes(question.predictions)
  return rows => measureClassification(selectOutcomes(outcomes, rows))
}

function assertLength({ name, codes }: SliceColumn, rows: number): void {
  if (codes.length === rows) return
  const message = `the column ${JSON.stringify(name)} has ${codes.length} values for ${rows} predictions`
  throw new UserError('predictions-invalid', message, { hint: 'give exactly one prediction per test row' })
}
