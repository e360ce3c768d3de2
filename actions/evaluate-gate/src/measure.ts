import { prepareCustomMetrics } from '../../../shared/src/domain/expressions/custom-metric.js'
import type { RowColumn } from '../../../shared/src/domain/expressions/row-columns.js'
import {
  evaluateFairness,
  type FairnessReport
} from '../../../shared/src/domain/fairness/evaluate-fairness.js'
import { evaluateClassification } from '../../../shared/src/domain/metrics/evaluate-classification.js'
import { evaluateRegression } from '../../../shared/src/domain/metrics/evaluate-regression.js'
import { reportMetrics, type MetricReport } from '../../../shared/src/domain/metrics/metric-report.js'
import { everyRowOnce } from '../../../shared/src/domain/metrics/weighted-metric.js'
import { evaluateSlices, type SliceReport } from '../../../shared/src/domain/slices/evaluate-slices.js'
import type { EvaluationRecord } from '../../../shared/src/domain/records/evaluation.js'
import type { Table } from '../../../shared/src/tables/column.js'
import type { Scored } from '../../../shared/src/evaluation/scored.js'
import { rowColumns, textColumn } from '../../../shared/src/evaluation/test-table.js'

/** What is measured beside the metrics of the task. */
export interface Wanted {
  readonly customMetrics: Readonly<Record<string, string>>
  /** Slices the gate names, `<column>=<value>`. */
  readonly slices: readonly string[]
  readonly sensitive: readonly string[]
}

export interface Measured extends MetricReport {
  readonly confusionMatrix: EvaluationRecord['confusion_matrix']
  readonly slices: Readonly<Record<string, SliceReport>>
  readonly fairness: Readonly<Record<string, FairnessReport>>
  readonly warnings: readonly string[]
}

/** Measures the predictions once; outputs, records and reports all show these numbers. */
export function measure(scored: Scored, table: Table, wanted: Wanted): Measured {
  const own =
    scored.task === 'classification'
      ? evaluateClassification(scored.predictions)
      : evaluateRegression(scored.predictions)
  const custom = measureCustom(scored, table, wanted.customMetrics)
  const sliced = measureSlices(scored, table, wanted)
  const sensitive = wanted.sensitive.flatMap(name => textColumn(table, name) ?? [])
  const absent = wanted.sensitive.filter(name => !sensitive.some(column => column.name === name))
  return {
    metrics: { ...custom.metrics, ...own.metrics },
    undefined: { ...custom.undefined, ...own.undefined },
    notes: { ...custom.notes, ...own.notes },
    confusionMatrix: confusionOf(own),
    slices: sliced.slices,
    fairness:
      scored.task === 'classification'
        ? evaluateFairness({ predictions: scored.predictions, columns: sensitive })
        : {},
    warnings: [
      ...sliced.notes,
      ...absent.map(name => `fairness: the test data has no column "${name}"`),
      ...(scored.task === 'regression' && wanted.sensitive.length > 0
        ? ['fairness is judged for classification only']
        : [])
    ]
  }
}

function confusionOf(report: MetricReport): EvaluationRecord['confusion_matrix'] {
  if (!('confusionMatrix' in report) || report.confusionMatrix === undefined) return undefined
  const { classes, counts } = report.confusionMatrix as {
    classes: readonly string[]
    counts: readonly (readonly number[])[]
  }
  return { classes: [...classes], counts: counts.map(row => [...row]) }
}

/** Measures the custom metrics of any model on these rows. */
export function measureCustom(
  scored: Scored,
  table: Table,
  texts: Readonly<Record<string, string>>
): MetricReport {
  const prepared = prepareCustomMetrics(texts, {
    rows: table.rows,
    ...outcomeColumns(scored),
    probabilities: probabilityColumns(scored),
    features: rowColumns(table)
  })
  return reportMetrics(prepared, everyRowOnce(table.rows))
}

function outcomeColumns(scored: Scored): { prediction: RowColumn; target: RowColumn } {
  if (scored.task === 'regression') {
    const { predicted, truth } = scored.predictions
    return { prediction: { kind: 'numeric', values: predicted }, target: { kind: 'numeric', values: truth } }
  }
  const { predicted, truth, classes } = scored.predictions
  return { prediction: coded(predicted, classes), target: coded(truth, classes) }
}

function coded(labels: readonly string[] | Int32Array, classes: readonly string[]): RowColumn {
  if (labels instanceof Int32Array) return { kind: 'text', codes: labels, dictionary: classes }
  const codes = new Map(classes.map((name, code) => [name, code]))
  const column = Int32Array.from(labels, label => {
    const code = codes.get(label) ?? codes.size
    codes.set(label, code)
    return code
  })
  return { kind: 'text', codes: column, dictionary: [...codes.keys()] }
}

function probabilityColumns(scored: Scored): ReadonlyMap<string, Float64Array> {
  if (scored.task === 'regression' || scored.predictions.probabilities === undefined) return new Map()
  const { classes, probabilities } = scored.predictions
  const rows = probabilities.length / classes.length
  return new Map(
    classes.map((name, index) => [
      name,
      Float64Array.from(
        { length: rows },
        (_, row) => probabilities[row * classes.length + index] ?? Number.NaN
      )
    ])
  )
}

function measureSlices(scored: Scored, table: Table, wanted: Wanted) {
  const names = new Set([
    ...wanted.slices.map(slice => slice.slice(0, slice.indexOf('='))),
    ...wanted.sensitive
  ])
  const columns = [...names].flatMap(name => textColumn(table, name) ?? [])
  return evaluateSlices({ columns, named: wanted.slices, ...scored })
}
