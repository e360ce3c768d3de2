import type { BaselineProfile, FeatureRole } from '../records/baseline.js'
import { benjaminiHochberg } from './benjamini-hochberg.js'
import { profileColumn } from './build-profile.js'
import type { BaselineFeature, ColumnRoles, DeclaredKinds } from './build-profile.js'
import { columnViolations } from './column-violations.js'
import type { ColumnViolation } from './column-violations.js'
import { compareFeature } from './compare-feature.js'
import type { FeatureMeasurement } from './feature-measurement.js'
import type { DriftColumn } from './drift-column.js'
import { rowsOf } from './drift-column.js'
import { DEFAULT_THRESHOLDS, severityOf, severityRank, worse } from './severity.js'
import type { DriftThresholds, Severity } from './severity.js'
import { verdictOf } from './verdict.js'
import type { JudgedFeature, Verdict } from './verdict.js'

/** A feature of the report; `severity` is final. */
export interface FeatureDrift extends FeatureMeasurement {
  readonly severity: Severity
  /** Benjamini–Hochberg over the features that have a p-value; null for the others. */
  readonly p_adjusted: number | null
}

export interface DriftComparison extends Verdict {
  readonly baseline_rows: number
  readonly current_rows: number
  /** Worst first, then by index, then by name. */
  readonly features: readonly FeatureDrift[]
  readonly violations: readonly ColumnViolation[]
}

export interface DriftOptions {
  /** Default: every feature of the baseline. Target and prediction are compared wherever both sides have them. */
  readonly features?: readonly string[]
  /** Features that decide alone, beside the target and the prediction. */
  readonly critical?: readonly string[]
  readonly thresholds?: DriftThresholds
  readonly minRows?: number
  readonly alpha?: number
  readonly seed?: number
}

const SMALLEST_EFFECT = 0.1
const DEFAULT_MIN_ROWS = 200
const DEFAULT_ALPHA = 0.05
const DEFAULT_SEED = 42

/** Compares current columns with baseline columns; `roles` names the target and the prediction among them. */
export function compareColumns(
  baseline: readonly DriftColumn[],
  current: readonly DriftColumn[],
  options: DriftOptions & { readonly declared?: DeclaredKinds; readonly roles?: ColumnRoles } = {}
): DriftComparison {
  const first = baseline[0]
  const features = baseline.map((column): PendingFeature => {
    const role: FeatureRole = options.roles?.get(column.name) ?? 'feature'
    const known = { declared: options.declared?.get(column.name), role }
    return { name: column.name, role, rows: rowsOf(column), load: () => profileColumn(column, known) }
  })
  const rows = first === undefined ? 0 : rowsOf(first)
  return compareFeatures({ rows, features, otherColumns: [] }, current, options)
}

/** Compares current columns with a stored profile. */
export function compareProfile(
  profile: BaselineProfile,
  current: readonly DriftColumn[],
  options: DriftOptions = {}
): DriftComparison {
  const features = profile.features.map(feature => {
    const { name, role = 'feature', rows = profile.rows } = feature
    return { name, role, rows, load: () => ({ profile: feature, rows }) }
  })
  const baseline = { rows: profile.rows, features, otherColumns: profile.other_columns ?? [] }
  return compareFeatures(baseline, current, options)
}

/** A feature to come: only one of them is sorted and in memory at a time. */
interface PendingFeature {
  readonly name: string
  readonly role: FeatureRole
  readonly rows: number
  readonly load: () => BaselineFeature
}

interface Baseline {
  readonly rows: number
  readonly features: readonly PendingFeature[]
  /** Columns that are there but not compared. */
  readonly otherColumns: readonly string[]
}

function compareFeatures(
  baseline: Baseline,
  current: readonly DriftColumn[],
  options: DriftOptions
): DriftComparison {
  const wanted = options.features === undefined ? undefined : new Set(options.features)
  const chosen = baseline.features.filter(
    ({ name, role }) => role !== 'feature' || (wanted?.has(name) ?? true)
  )
  const features = judgeFeatures(chosen, current, options)
  const critical = new Set(options.critical)
  const violations = columnViolations({
    baseline: chosen,
    otherColumns: baseline.otherColumns,
    current: current.map(({ name }) => name),
    changed: features.filter(({ type_changed }) => type_changed).map(({ name }) => name),
    critical,
    reportNew: wanted === undefined
  })
  const judged: readonly JudgedFeature[] = [
    ...features.map(({ name, role, severity }) => ({
      severity,
      critical: role !== 'feature' || critical.has(name)
    })),
    ...violations
      .filter(({ check }) => check === 'missing_column')
      .map(({ feature, severity }) => ({ severity, critical: critical.has(feature), absent: true }))
  ]
  const first = current[0]
  return {
    ...verdictOf(
      judged,
      violations.some(({ check }) => check === 'extra_column')
    ),
    baseline_rows: baseline.rows,
    current_rows: first === undefined ? 0 : rowsOf(first),
    features: features.toSorted(worstFirst),
    violations
  }
}

function judgeFeatures(
  chosen: readonly PendingFeature[],
  current: readonly DriftColumn[],
  options: DriftOptions
): readonly FeatureDrift[] {
  const byName = new Map(current.map(column => [column.name, column]))
  const measured = chosen.flatMap(({ name, rows, load }) => {
    const column = byName.get(name)
    if (column === undefined) return []
    const measurement = compareFeature(load(), column, options.seed ?? DEFAULT_SEED)
    return [{ measurement, rows: [rows, rowsOf(column)] as const }]
  })
  const adjusted = adjust(measured.map(({ measurement }) => measurement))
  return measured.map(({ measurement, rows }, index) =>
    judge(measurement, { adjusted: adjusted[index] ?? null, rows, options })
  )
}

function adjust(measurements: readonly FeatureMeasurement[]): (number | null)[] {
  const pValues = measurements.map(({ ks, chi_square }) => ks?.p_value ?? chi_square?.p_value ?? null)
  const adjusted = benjaminiHochberg(pValues.filter(p => p !== null))
  let next = 0
  return pValues.map(p => (p === null ? null : (adjusted[next++] ?? null)))
}

interface Judgement {
  readonly adjusted: number | null
  readonly rows: readonly [baseline: number, current: number]
  readonly options: DriftOptions
}

function judge(measurement: FeatureMeasurement, { adjusted, rows, options }: Judgement): FeatureDrift {
  const evidence = { ...measurement, baselineRows: rows[0], currentRows: rows[1] }
  const byIndex = severityOf(
    evidence,
    options.thresholds ?? DEFAULT_THRESHOLDS,
    options.minRows ?? DEFAULT_MIN_ROWS
  )
  const effect = measurement.ks?.statistic ?? measurement.chi_square?.cramers_v ?? 0
  const drifts =
    adjusted !== null && adjusted <= (options.alpha ?? DEFAULT_ALPHA) && effect >= SMALLEST_EFFECT
  const tested = byIndex === 'ok' && drifts ? 'notice' : byIndex
  return {
    ...measurement,
    severity: measurement.type_changed ? worse(tested, 'warn') : tested,
    p_adjusted: adjusted
  }
}

function worstFirst(a: FeatureDrift, b: FeatureDrift): number {
  return severityRank(b.severity) - severityRank(a.severity) || b.psi - a.psi || (a.name < b.name ? -1 : 1)
}
