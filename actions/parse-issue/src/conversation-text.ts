import { code, table } from '../../../shared/src/action/markdown.js'
import type { Attempt } from './attempts.js'
import type { ParseIssueMessages } from './parse-issue-messages.js'
import type { ChangedField } from './request-changes.js'

const maxShownChanges = 40
const maxShownRules = 3

/** What changed, field by field: a heading and a table; nothing where nothing was compared. */
export function changesTable(
  changes: readonly ChangedField[] | undefined,
  messages: ParseIssueMessages
): string[] {
  if (changes === undefined) return []
  if (changes.length === 0) return [messages.noChanges]
  const rows = changes
    .slice(0, maxShownChanges)
    .map(({ name, before, after }) => [code(name), code(before ?? ''), code(after ?? '')])
  const rest = changes.length - rows.length
  return [
    `#### ${messages.changes}`,
    table([messages.field, messages.before, messages.after], rows),
    ...(rest > 0 ? [`… +${rest}`] : [])
  ]
}

/** What was tried and how close each attempt came, as a table. */
export function attemptsTable(
  attempts: readonly Attempt[] | undefined,
  messages: ParseIssueMessages
): string[] {
  if (attempts === undefined || attempts.length === 0) return []
  const rows = attempts.map(attempt => [
    code(attempt.trainingId),
    String(attempt.attempt),
    code(attempt.status ?? ''),
    code(attempt.gate ?? ''),
    missedText(attempt, messages)
  ])
  const headers = [messages.run, messages.attempt, messages.status, messages.gate, messages.missed]
  return [table(headers, rows, [1])]
}

function missedText({ missed }: Attempt, messages: ParseIssueMessages): string {
  const shown = missed.slice(0, maxShownRules).map(({ expression, value, shortBy }) =>
    messages.missedRule({
      expression: code(shortened(expression)),
      value: value === undefined ? undefined : code(shortened(value)),
      shortBy
    })
  )
  const rest = missed.length - shown.length
  return [...shown, ...(rest > 0 ? [`+${rest}`] : [])].join('; ') || '–'
}

function shortened(text: string): string {
  return text.length <= 160 ? text : `${text.slice(0, 159)}…`
}
