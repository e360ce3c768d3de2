import { code, details, escapeMarkdown, table } from '../../../shared/src/action/markdown.js'
import type { DriftReport, ReportedFeature } from '../../../shared/src/domain/records/drift-report.js'
import { changeText } from './change-text.js'
import type { DriftMessages } from './drift-messages.js'
import { measureText, percentTexts, pValueText } from './number-texts.js'
import type { DriftDecision } from './outcome.js'
import { cutText } from './text-width.js'

/** One sign for each severity. */
export const ICONS: Readonly<Record<DriftDecision, string>> = {
  ok: '✅',
  notice: '🔵',
  warn: '🟠',
  retrain: '🔴',
  'insufficient-data': '❔'
}

const WIDEST_NAME = 40
const BLANK = '\u00a0'

/**
 * The columns of the report, worst first, at most `most` of them: those that moved or were not judged stand open, those
 * that are fine are folded. What changed stands next to the name, where a phone shows it; nothing missing takes no column.
 */
export function featureTable(
  { features }: DriftReport,
  messages: DriftMessages,
  most: number
): readonly string[] {
  const shown = features.slice(0, most)
  const hidden = features.length - shown.length
  const rest = hidden > 0 ? [messages.moreColumns(hidden)] : []
  const moved = shown.filter(({ severity }) => severity !== 'ok')
  const steady = shown.filter(({ severity }) => severity === 'ok')
  const open = moved.length === 0 ? [] : [tableOf(moved, messages)]
  if (steady.length === 0) return [...open, ...rest]
  const all = features.filter(({ severity }) => severity === 'ok').length
  return [...open, details(messages.steadyColumns(all), [tableOf(steady, messages), ...rest].join('\n\n'))]
}

function tableOf(features: readonly ReportedFeature[], messages: DriftMessages): string {
  const { column, change, index, test, missing } = messages
  const hasMissing = features.some(({ missing_rate: rate }) => rate.baseline > 0 || rate.current > 0)
  const headers = [column, change, index, test, ...(hasMissing ? [missing] : [])]
  const rows = features.map(feature => [
    ...cellsOf(feature, messages),
    ...(hasMissing ? [missingText(feature)] : [])
  ])
  return table(headers, rows)
}

function cellsOf(feature: ReportedFeature, messages: DriftMessages): readonly string[] {
  const { severity, psi, psi_critical } = feature
  const index = measureText(psi)
  const shown = severity === 'warn' || severity === 'retrain' ? `**${index}**` : index
  return [
    `${ICONS[severity]}${BLANK}${code(cutText(feature.name, WIDEST_NAME))}${marks(feature, messages)}`,
    escapeMarkdown(changeText(feature, messages)) || '–',
    unbroken(`${shown} (${measureText(psi_critical)})`),
    testText(feature).split(', ').map(unbroken).join(', ')
  ]
}

function missingText({ missing_rate: { baseline, current } }: ReportedFeature): string {
  if (baseline === 0 && current === 0) return '–'
  return percentTexts(baseline, current).map(unbroken).join(' → ')
}

/** A cell's text that a narrow table must not break. */
function unbroken(text: string): string {
  return text.replaceAll(' ', BLANK).replaceAll('<', '&lt;')
}

function marks({ role, critical }: ReportedFeature, messages: DriftMessages): string {
  if (role !== 'feature') return ` (${messages.roles[role]})`
  return critical ? ` (${messages.critical})` : ''
}

/** Statistic and adjusted p-value of the test of a column. */
export function testText({ ks, chi_square, p_adjusted }: ReportedFeature): string {
  const p = p_adjusted === null ? '' : `, ${pValueText(p_adjusted)}`
  if (ks !== undefined) return `D ${measureText(ks.statistic)}${p}`
  if (chi_square !== undefined) return `V ${measureText(chi_square.cramers_v)}${p}`
  return '–'
}
