import { code, formatNumber, table } from '../../../shared/src/action/markdown.js'
import type { DecisionRecord } from '../../../shared/src/domain/records/decision.js'
import type { EvaluationRecord } from '../../../shared/src/domain/records/evaluation.js'
import type { ReportTexts } from './report-texts.js'
import type { RecordedRun } from './run.js'
import type { Said } from './said.js'

const MOST_RULES = 100

/** What was measured, beside the champion where there is one, and what each rule of the gate came to. */
export function evaluationSection(
  { evaluation, decision }: RecordedRun,
  text: ReportTexts,
  said: Said
): string {
  if (evaluation === undefined) return text.notEvaluated
  return [
    metricsTable(evaluation, text, said),
    ...championNote(evaluation, text, said),
    ...(decision === undefined || decision.rules.length === 0 ? [] : [rulesTable(decision, text, said)])
  ].join('\n\n')
}

function metricsTable(
  { metrics, undefined: reasons, champion }: EvaluationRecord,
  text: ReportTexts,
  said: Said
): string {
  const why = new Map(Object.entries(reasons))
  const champions = new Map(Object.entries(champion?.metrics ?? {}))
  const compared = champion !== undefined && champions.size > 0
  const rows = Object.entries(metrics).map(([name, value]) => [
    code(name),
    value === null ? `– (${said(why.get(name) ?? 'undefined')})` : formatNumber(value),
    ...(compared ? [numberOrDash(champions.get(name))] : [])
  ])
  const head = [text.metric, text.value, ...(compared ? [`${text.champion} ${code(champion.version)}`] : [])]
  return table(head, rows, [1, 2])
}

function numberOrDash(value: number | null | undefined): string {
  return value == null ? '–' : formatNumber(value)
}

function championNote({ champion }: EvaluationRecord, text: ReportTexts, said: Said): string[] {
  if (champion?.note === undefined) return []
  return [`${text.champion} ${code(champion.version)}: ${said(champion.note)}`]
}

function rulesTable({ rules }: DecisionRecord, text: ReportTexts, said: Said): string {
  const rows = rules
    .slice(0, MOST_RULES)
    .map(({ expression, passed, reason }) => [
      code(expression),
      `${passed === null ? '❔' : passed ? '✅' : '❌'} ${said(reason)}`
    ])
  return table([text.rule, text.result], rows)
}
