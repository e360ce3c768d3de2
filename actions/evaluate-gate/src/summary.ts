import type { Language } from '../../../shared/src/action/common-inputs.js'
import {
  bar,
  code,
  codeBlock,
  details,
  escapeMarkdown,
  formatNumber,
  table
} from '../../../shared/src/action/markdown.js'
import { speaker } from '../../../shared/src/action/speaker.js'
import type { DecisionRecord, GateRule } from '../../../shared/src/domain/records/decision.js'
import type { EvaluationRecord } from '../../../shared/src/domain/records/evaluation.js'
import { gate } from '../../../shared/src/domain/text/ja/gate.js'
import { messages, type GateMessages } from './messages.js'
import type { GateOutcome } from './outcome.js'

const ICONS: Readonly<Record<DecisionRecord['decision'], string>> = {
  pass: '✅',
  reject: '❌',
  inconclusive: '❔'
}
const MOST_ROWS = 50

/** Escapes a reason, in the language of the reader. */
type Said = (reason: string) => string

/** The job summary: verdict and rules first, then the metrics beside the champion's, details folded. */
export function toSummary({ evaluation, decision }: GateOutcome, language: Language): string {
  const text = messages[language]
  const speak = speaker(language, gate)
  const said = (reason: string) => escapeMarkdown(speak(reason))
  const { name, value } = evaluation.primary_metric
  return [
    `## ${ICONS[decision.decision]} ${text.title}: ${text.decisions[decision.decision]} – ${code(name)} ${formatNumber(value)}`,
    decision.rules.length === 0 ? text.noGate : rulesTable(decision.rules, text, said),
    `${text.testRows(formatNumber(evaluation.rows))}${decision.decision === 'pass' ? '' : text.attemptsLeft(decision.attempts_left)}`,
    ...championSection(evaluation, text, said),
    details(text.allMetrics, metricsTable(evaluation, text, said)),
    ...confusionSection(evaluation, text),
    ...slicesSection(evaluation, text),
    ...importanceSection(evaluation, text),
    `<sub>${text.reasonCode} \`${decision.reason_code}\` · ${code(decision.training_id)}</sub>`
  ].join('\n\n')
}

function rulesTable(rules: readonly GateRule[], text: GateMessages, said: Said): string {
  const icon = (passed: boolean | null) => (passed === null ? '❔' : passed ? '✅' : '❌')
  const rows = rules
    .slice(0, MOST_ROWS)
    .map(rule => [icon(rule.passed), code(rule.expression), said(rule.reason)])
  return table(['', text.rule, text.result], rows)
}

function metricsTable(evaluation: EvaluationRecord, text: GateMessages, said: Said): string {
  const reasons = new Map(Object.entries(evaluation.undefined))
  const rows = Object.entries(evaluation.metrics).map(([name, value]) => [
    code(name),
    value === null ? `– (${said(reasons.get(name) ?? '')})` : formatNumber(value)
  ])
  return table([text.metric, text.value], rows, [1])
}

function championSection({ champion, metrics }: EvaluationRecord, text: GateMessages, said: Said): string[] {
  if (champion === undefined) return []
  const title = `### ${text.champion} ${champion.version}`
  if (champion.note !== undefined && champion.tests.length === 0)
    return [`${title}\n\n${said(champion.note)}`]
  const own = new Map(Object.entries(metrics))
  const rows = champion.tests
    .slice(0, 12)
    .map(test => [
      code(test.metric),
      formatNumber(own.get(test.metric) ?? null),
      formatNumber(test.champion),
      test.delta === null ? '–' : formatNumber(test.delta),
      test.interval === null
        ? '–'
        : `${formatNumber(test.interval.low)} … ${formatNumber(test.interval.high)}`,
      test.detectable_difference === null ? '–' : formatNumber(test.detectable_difference)
    ])
  const head = [text.metric, text.value, champion.version, text.difference, text.interval, text.detectable]
  return [`${title}\n\n${table(head, rows, [1, 2, 3, 4, 5])}`]
}

function confusionSection({ confusion_matrix: matrix }: EvaluationRecord, text: GateMessages): string[] {
  if (matrix === undefined || matrix.classes.length > 20) return []
  const rows = matrix.counts.map((counts, index) => [
    code(matrix.classes[index] ?? ''),
    ...counts.map(String)
  ])
  const right = matrix.classes.map((_, index) => index + 1)
  return [details(text.confusion, table([text.truth, ...matrix.classes.map(code)], rows, right))]
}

function slicesSection(evaluation: EvaluationRecord, text: GateMessages): string[] {
  const slices = Object.entries(evaluation.slices)
  if (slices.length === 0) return []
  const { name } = evaluation.primary_metric
  const rows = slices
    .slice(0, MOST_ROWS)
    .map(([slice, found]) => [code(slice), String(found.rows), formatNumber(found.metrics[name] ?? null)])
  return [details(text.slices, table([text.slice, text.rows, code(name)], rows, [1, 2]))]
}

function importanceSection({ importance }: EvaluationRecord, text: GateMessages): string[] {
  const known = (importance ?? [])
    .flatMap(({ feature, value }) => (value === null || value <= 0 ? [] : [{ feature, value }]))
    .slice(0, 15)
  if (known.length === 0) return []
  const most = known[0]?.value ?? 1
  const width = Math.max(...known.map(({ feature }) => Math.min(feature.length, 30)))
  const lines = known.map(
    ({ feature, value }) =>
      `${feature.slice(0, 30).padEnd(width)}  ${bar(value / most, 12)} ${formatNumber(value)}`
  )
  return [details(text.importance, codeBlock(lines.join('\n')))]
}
