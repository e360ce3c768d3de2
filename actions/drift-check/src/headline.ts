import { judgedColumns } from '../../../shared/src/domain/drift/report-judged.js'
import type { DriftReport, ReportedFeature } from '../../../shared/src/domain/records/drift-report.js'
import { changeText } from './change-text.js'
import type { DriftMessages, MovedColumn } from './drift-messages.js'
import { measureText } from './number-texts.js'
import { cutText } from './text-width.js'

const LONGEST_NAME = 60
const MOST_NAMES = 5

/**
 * The verdict in one plain sentence: what drifted, by how much and where to, or how many rows a verdict takes. Columns
 * that are `identifiers` are named only where no other one drifted.
 */
export function headlineOf(
  report: DriftReport,
  messages: DriftMessages,
  identifiers: ReadonlySet<string> = new Set()
): string {
  const { headline } = messages
  switch (report.severity) {
    case 'insufficient-data':
      return fewRows(report, messages)
    case 'ok': {
      if (report.features.length > 0 && report.features.every(isEmpty)) return headline.noValues
      const worst = report.features.find(({ severity }) => severity === 'ok')
      return headline.steady(
        judgedColumns(report).judged,
        worst === undefined ? undefined : moved(worst, report, messages)
      )
    }
    case 'notice': {
      const worst = firstOf(
        report.features.filter(({ severity }) => severity === 'notice'),
        identifiers
      )
      if (worst !== undefined) return headline.moved(moved(worst, report, messages))
      return headline.extra(namesOf(report, 'extra_column'))
    }
    default:
      return drifted(report, messages, identifiers)
  }
}

/** Without a value on a side a column has nothing to compare. */
function isEmpty({ missing_rate: { baseline, current } }: ReportedFeature): boolean {
  return baseline === 1 || current === 1
}

/** The worst one; of identifiers only where there is nothing else. */
function firstOf(
  worstFirst: readonly ReportedFeature[],
  identifiers: ReadonlySet<string>
): ReportedFeature | undefined {
  return worstFirst.find(({ name }) => !identifiers.has(name)) ?? worstFirst[0]
}

function drifted(report: DriftReport, messages: DriftMessages, identifiers: ReadonlySet<string>): string {
  const { headline } = messages
  const { features, violations, severity } = report
  const absent = violations.filter(({ check }) => check === 'missing_column')
  const decisive = features.find(feature => feature.critical && feature.severity === 'retrain')
  const worst =
    decisive ??
    (absent.some(violation => violation.severity === 'retrain')
      ? undefined
      : firstOf(
          features.filter(feature => feature.severity === 'retrain' || feature.severity === 'warn'),
          identifiers
        ))
  if (worst === undefined) return headline.missing(namesOf(report, 'missing_column', severity))
  const change = moved(worst, report, messages)
  const changedType = violations.some(
    ({ check, feature }) => check === 'type_changed' && feature === worst.name
  )
  if (changedType && change.limit === undefined) return headline.typeChanged(change.name)
  return headline.drifted(change, judgedColumns(report))
}

function moved(feature: ReportedFeature, { thresholds }: DriftReport, messages: DriftMessages): MovedColumn {
  const { notice, warn, retrain } = thresholds
  const limit = [retrain, warn, notice].find(threshold => feature.psi > threshold)
  return {
    name: cutText(feature.name, LONGEST_NAME),
    change: changeText(feature, messages),
    psi: measureText(feature.psi),
    limit: feature.severity === 'ok' ? undefined : limit
  }
}

function fewRows({ rows_needed, ...report }: DriftReport, { headline }: DriftMessages): string {
  const [baseline, current] = [rowText(report.baseline_rows), rowText(report.current_rows)]
  const both = (rows: { baseline: number; current: number }) =>
    headline.sides({ baseline: rowText(rows.baseline), current: rowText(rows.current) })
  return headline.fewRows(
    headline.sides({ baseline, current }),
    rows_needed === null ? undefined : both(rows_needed)
  )
}

/** The columns of a violation; the worst ones where a severity is given. */
function namesOf(
  { violations }: DriftReport,
  check: DriftReport['violations'][number]['check'],
  severity?: DriftReport['severity']
): string {
  const all = violations.filter(violation => violation.check === check)
  const worst = all.filter(violation => violation.severity === severity)
  const names = (worst.length > 0 ? worst : all).map(({ feature }) => `"${cutText(feature, LONGEST_NAME)}"`)
  const more = names.length > MOST_NAMES ? `, … (+${names.length - MOST_NAMES})` : ''
  return names.slice(0, MOST_NAMES).join(', ') + more
}

/** A number of rows for people. */
export function rowText(rows: number): string {
  return rows.toLocaleString('en-US')
}
