import { code, codeBlock, details, escapeMarkdown } from '../../../shared/src/action/markdown.js'
import type { DriftReport, ReportedFeature } from '../../../shared/src/domain/records/drift-report.js'
import { changeText } from './change-text.js'
import { distributionText } from './distribution.js'
import type { DriftMessages } from './drift-messages.js'
import { featureTable, ICONS, testText } from './feature-table.js'
import { headlineOf, rowText } from './headline.js'
import { htmlText } from './html-text.js'
import { judgedColumns } from '../../../shared/src/domain/drift/report-judged.js'
import { measureText, percentText } from './number-texts.js'
import { cutText } from './text-width.js'

const MOST_ROWS = 20
const MOST_DETAILS = 20
const MOST_LISTED = 20
const MOST_NAMES = 12
const WIDEST_NAME = 40

/** What a report in Markdown holds beside the record. */
export interface Remarks {
  /** What was done about the verdict. */
  readonly notes?: readonly string[]
  /** Columns in which nearly every value is different. */
  readonly identifiers?: ReadonlySet<string>
}

/**
 * The report as Markdown, for `report.md` and, with `notes`, for the job summary: verdict, columns worst first, distributions of those that moved, what does not fit, what was not judged, and why.
 */
export function toMarkdown(
  report: DriftReport,
  messages: DriftMessages,
  { notes = [], identifiers = new Set() }: Remarks = {}
): string {
  return [
    `## ${ICONS[report.severity]} ${titleOf(report, messages)}`,
    escapeMarkdown(headlineOf(report, messages, identifiers)),
    ...notes.map(note => `**${escapeMarkdown(note)}**`),
    ...featureTable(report, messages, MOST_ROWS),
    ...suspects(report, messages, identifiers),
    ...distributions(report, messages),
    ...violations(report, messages),
    ...notJudged(report, messages),
    details(htmlText(messages.verdict), verdictText(report, messages)),
    footer(report, messages)
  ].join('\n\n')
}

/** Without a model there is nothing to retrain: there the title tells that the data differ. */
function titleOf(report: DriftReport, messages: DriftMessages): string {
  const { severity, model_id, baseline, current } = report
  const shown = (source: string) => code(cutText(source, WIDEST_NAME))
  return severity === 'retrain' && model_id === null
    ? messages.driftedFrom({ baseline: shown(baseline.source), current: shown(current.source) })
    : messages.titles[severity](subjectOf(report))
}

/** What the report is about, as Markdown: model and version, else the current data. */
function subjectOf({ model_id, version, current }: DriftReport): string {
  if (model_id === null) return code(cutText(current.source, WIDEST_NAME))
  return version === null ? code(model_id) : `${code(model_id)} ${version}`
}

/** Columns that moved and are hardly about what the rows tell. */
function suspects(
  { features }: DriftReport,
  messages: DriftMessages,
  identifiers: ReadonlySet<string>
): string[] {
  const names = features
    .filter(({ name, severity }) => isMoved(severity) && identifiers.has(name))
    .map(({ name }) => name)
  return names.length === 0 ? [] : [messages.identifiers(namesText(names))]
}

function distributions(report: DriftReport, messages: DriftMessages): string[] {
  const moved = report.features
    .filter(({ severity, bins }) => isMoved(severity) && bins !== undefined)
    .slice(0, MOST_DETAILS)
  if (moved.length === 0) return []
  return [`### ${messages.distributions}`, ...moved.map(feature => featureDetails(feature, messages))]
}

function isMoved(severity: ReportedFeature['severity']): boolean {
  return severity === 'notice' || severity === 'warn' || severity === 'retrain'
}

function featureDetails(feature: ReportedFeature, messages: DriftMessages): string {
  const change = changeText(feature, messages)
  const name = `<code>${htmlText(cutText(feature.name, WIDEST_NAME))}</code>`
  const title = `${ICONS[feature.severity]} ${name}${change === '' ? '' : `: ${htmlText(change)}`}`
  const picture = codeBlock(distributionText(feature.bins ?? [], messages))
  return details(title, `${picture}\n\n${escapeMarkdown(measuresText(feature, messages))}`)
}

function measuresText(feature: ReportedFeature, messages: DriftMessages): string {
  const { psi, psi_critical, jensen_shannon, wasserstein_normalized: distance } = feature
  return [
    `PSI ${measureText(psi)} (${messages.noise} ${measureText(psi_critical)})`,
    testText(feature),
    `Jensen–Shannon ${measureText(jensen_shannon)}`,
    ...(distance === undefined || distance === null ? [] : [`Wasserstein ${measureText(distance)} σ`])
  ].join(' · ')
}

function violations({ violations }: DriftReport, messages: DriftMessages): string[] {
  if (violations.length === 0) return []
  const lines = violations
    .slice(0, MOST_LISTED)
    .map(
      ({ feature, check, severity }) =>
        `- ${ICONS[severity]} ${messages.checks[check](code(cutText(feature, WIDEST_NAME)))}`
    )
  return [`### ${messages.violations}`, [...lines, ...more(violations.length)].join('\n')]
}

/** Columns without a verdict, those with the same reason in one line. */
function notJudged(report: DriftReport, messages: DriftMessages): string[] {
  const unjudged = report.features
    .filter(({ severity }) => severity === 'insufficient-data')
    .map(feature => ({ name: feature.name, why: whyNot(feature, report, messages) }))
  const absent = report.not_compared.map(({ name, role }) => ({
    name,
    why: messages.notInCurrent(messages.roles[role])
  }))
  const namesByReason = new Map<string, string[]>()
  for (const { name, why } of [...unjudged, ...absent]) {
    const names = namesByReason.get(why) ?? []
    names.push(name)
    namesByReason.set(why, names)
  }
  if (namesByReason.size === 0) return []
  const lines = [...namesByReason].map(([why, names]) => `- ${namesText(names)}: ${why}`)
  const shown = [...lines.slice(0, MOST_LISTED), ...more(lines.length)].join('\n')
  return [`### ${messages.notJudged}`, shown]
}

function namesText(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map(name => code(cutText(name, WIDEST_NAME)))
  return [...shown, ...(names.length > MOST_NAMES ? [`… +${names.length - MOST_NAMES}`] : [])].join(', ')
}

function more(count: number): string[] {
  return count > MOST_LISTED ? [`- … +${count - MOST_LISTED}`] : []
}

function whyNot(feature: ReportedFeature, report: DriftReport, messages: DriftMessages): string {
  const fewest = Math.min(report.baseline_rows, report.current_rows)
  return feature.psi_critical >= report.thresholds.warn
    ? messages.tooNoisy(measureText(feature.psi_critical))
    : messages.belowMinRows(rowText(fewest), rowText(report.min_rows))
}

function verdictText(report: DriftReport, messages: DriftMessages): string {
  const { judged, drifting } = judgedColumns(report)
  const share = report.drift_share === null ? '–' : percentText(report.drift_share)
  return [
    `- \`${report.severity}\`: ${messages.reasons[report.reason_code]}`,
    `- ${messages.counts({ judged, drifting, share })}`,
    `- ${messages.rule(report.thresholds)} ${messages.legend}`,
    `- ${messages.tests(report.alpha)}`
  ].join('\n')
}

function footer(report: DriftReport, messages: DriftMessages): string {
  const { baseline, current, baseline_rows, current_rows } = report
  const side = (name: string, source: string, rows: number) =>
    `${name} <code>${htmlText(cutText(source, 2 * WIDEST_NAME))}</code>, ${rowText(rows)} ${messages.rows}`
  const approximate = baseline.approximate === true ? ` (${messages.approximate})` : ''
  return [
    `<sub>${side(messages.baseline, baseline.source, baseline_rows)}${approximate} · ${side(messages.current, current.source, current_rows)}`,
    `${messages.reasonCode} \`${report.reason_code}\` · ${report.report_id}</sub>`
  ].join('<br>')
}
