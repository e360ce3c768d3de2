import type { FeatureRole } from '../records/baseline.js'
import type { Severity } from './severity.js'

/** What is wrong with the columns themselves, in the words of the constraint report. */
export interface ColumnViolation {
  readonly feature: string
  readonly check: 'missing_column' | 'extra_column' | 'type_changed'
  readonly severity: Severity
}

/** The columns of both sides. */
export interface BothHeaders {
  /** The columns to compare. */
  readonly baseline: readonly { readonly name: string; readonly role: FeatureRole }[]
  /** Columns of the baseline that are not compared. */
  readonly otherColumns: readonly string[]
  readonly current: readonly string[]
  /** Numeric columns whose current values hold texts. */
  readonly changed: readonly string[]
  readonly critical: ReadonlySet<string>
  /** Whether a column that the baseline does not have is worth telling. */
  readonly reportNew: boolean
}

/** Columns that are missing, of another type, or new. */
export function columnViolations(headers: BothHeaders): ColumnViolation[] {
  const { baseline, otherColumns, current, changed, critical, reportNew } = headers
  const known = new Set([...baseline.map(({ name }) => name), ...otherColumns])
  const present = new Set(current)
  // Current data seldom hold the target, and the prediction only where somebody recorded it: no matter, unless it was
  // named as critical.
  const missing = baseline.filter(
    ({ name, role }) => (role === 'feature' || critical.has(name)) && !present.has(name)
  )
  const extra = reportNew ? [...present].filter(name => !known.has(name)) : []
  return [
    ...missing.map(({ name }) => violation(name, 'missing_column', critical.has(name) ? 'retrain' : 'warn')),
    ...changed.map(name => violation(name, 'type_changed', 'warn')),
    ...extra.map(name => violation(name, 'extra_column', 'notice'))
  ]
}

function violation(feature: string, check: ColumnViolation['check'], severity: Severity): ColumnViolation {
  return { feature, check, severity }
}
