import type { BaselineProfile } from '../records/baseline.js'
import { benjaminiHochberg } from './benjamini-hochberg.js'
import { profileColumn } from './build-profile.js'
import type { BaselineFeature, DeclaredKinds } from './build-profile.js'
import { compareFeature } from './compare-feature.js'
import type { FeatureMeasurement } from './compare-feature.js'
import type { DriftColumn } from './drift-column.js'
import { rowsOf } from './drift-column.js'
import { DEFAULT_THRESHOLDS, severityOf, severityRank, worse } from './severity.js'
import type { DriftThresholds, Severity } from './severity.js'
import { verdictOf } from './verdict.js'
import type { Verdict } from './verdict.js'

/** A feature of the report; `severity` is final. */
export interface FeatureDrift extends FeatureMeasurement {
  readonly severity: Severity
  /** Benjamini–Hochberg over the features that have a p-value; null for the others. */
  readonly p_adjusted: number | null
}

/** What is wrong with the columns themselves, in the words of the constraint report. */
export interface ColumnViolation {
  readonly feature: string
  readonly check: 'missing_column' | 'extra_column' | 'type_changed'
  readonly severity: Severity
}

export interface DriftComparison extends Verdict {
  readonly baseline_rows: number
  readonly current_rows: number
  /** Worst first, then by index, then by name. */
  readonly features: readonly FeatureDrift[]
  readonly violations: readonly ColumnViolation[]
}

export interface DriftOptions {
  /** Default: every feature of the baseline. */
  readonly features?: readonly string[]
  /** Features that decide alone, the prediction and the target among them. */
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

/** Compares current columns with baseline columns. */
export function compareColumns(
  baseline: readonly DriftColumn[],
  current: readonly DriftColumn[],
  options: DriftOptions & { readonly declared?: DeclaredKinds } = {}
): DriftComparison {
  const features = baseline.map(column => ({
    name: column.name,
    rows: rowsOf(column),
    load: () => profileColumn(column, options.declared?.get(column.name))
  }))
  return compareFeatures(features, current, options)
}

/** Compares current columns with a stored profile. */
export function compareProfile(
  profile: BaselineProfile,
  current: readonly DriftColumn[],
  options: DriftOptions = {}
): DriftComparison {
  const { rows } = profile
  const features = profile.features.map(feature => ({
    name: feature.name,
    rows,
    load: () => ({ profile: feature, rows })
  }))
  return compareFeatures(features, current, options)
}

/** A feature to come: only one of them is sorted and in memory at a time. */
interface PendingFeature {
  readonly name: string
  readonly rows: number
  readonly load: () => BaselineFeature
}

function compareFeatures(
  baseline: readonly PendingFeature[],
  current: readonly DriftColumn[],
  options: DriftOptions
): DriftComparison {
  const wanted = options.features === undefined ? undefined : new Set(options.features)
  const chosen = baseline.filter(({ name }) => wanted?.has(name) ?? true)
  const features = judgeFeatures(chosen, current, options)
  const violations = columnViolations(chosen, current, { features, options })
  const absent = violations.filter(({ check }) => check === 'missing_column')
  const critical = new Set(options.critical)
  const judged = [
    ...features.map(({ name, severity }) => ({ severity, critical: critical.has(name) })),
    ...absent.map(({ feature, severity }) => ({ severity, critical: critical.has(feature) }))
  ]
  const first = current[0]
  return {
    ...verdictOf(
      judged,
      violations.some(({ check }) => check === 'extra_column')
    ),
    baseline_rows: chosen[0]?.rows ?? 0,
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

function columnViolations(
  chosen: readonly PendingFeature[],
  current: readonly DriftColumn[],
  { features, options }: { readonly features: readonly FeatureDrift[]; readonly options: DriftOptions }
): ColumnViolation[] {
  const known = new Set(chosen.map(({ name }) => name))
  const present = new Set(current.map(column => column.name))
  const critical = new Set(options.critical)
  const missing = [...known].filter(name => !present.has(name))
  const changed = features.filter(({ type_changed }) => type_changed)
  const extra = options.features === undefined ? [...present].filter(name => !known.has(name)) : []
  return [
    ...missing.map(feature =>
      violation(feature, 'missing_column', critical.has(feature) ? 'retrain' : 'warn')
    ),
    ...changed.map(({ name }) => violation(name, 'type_changed', 'warn')),
    ...extra.map(feature => violation(feature, 'extra_column', 'notice'))
  ]
}

function violation(feature: string, check: ColumnViolation['check'], severity: Severity): ColumnViolation {
  return { feature, check, severity }
}

function worstFirst(a: FeatureDrift, b: FeatureDrift): number {
  return severityRank(b.severity) - severityRank(a.severity) || b.psi - a.psi || (a.name < b.name ? -1 : 1)
}
