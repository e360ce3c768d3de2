import type { ClassCounts } from './class-counts.js'
import { quotient } from './measurement.js'
import type { Measurement } from './measurement.js'

/** A rate of one class against the rest. */
export type ClassRate = (counts: ClassCounts) => Measurement

/** Share of the rows predicted as the class that are of the class. */
export const precision: ClassRate = ({ name, truePositives, falsePositives }) =>
  quotient(truePositives, truePositives + falsePositives, `no row was predicted as ${quoted(name)}`)

/** Share of the rows of the class that were predicted as it (true positive rate). */
export const recall: ClassRate = ({ name, truePositives, falseNegatives }) =>
  quotient(truePositives, truePositives + falseNegatives, `no row is of class ${quoted(name)}`)

/** Harmonic mean of precision and recall: 2TP / (2TP + FP + FN). */
export const f1: ClassRate = ({ name, truePositives, falsePositives, falseNegatives }) =>
  quotient(
    2 * truePositives,
    2 * truePositives + falsePositives + falseNegatives,
    `no row is of class ${quoted(name)} or was predicted as it`
  )

/** Share of the rows not of the class that were not predicted as it (true negative rate). */
export const specificity: ClassRate = ({ name, falsePositives, trueNegatives }) =>
  quotient(trueNegatives, trueNegatives + falsePositives, `every row is of class ${quoted(name)}`)

function quoted(name: string): string {
  return JSON.stringify(name)
}
