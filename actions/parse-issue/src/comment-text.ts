import { code, codeBlock, escapeMarkdown, facts, table } from '../../../shared/src/action/markdown.js'
import type { Diagnostic } from '../../../shared/src/domain/intake/source-text.js'
import { readConversation } from './claim-run.js'
import type { ParseIssueMessages } from './messages.js'
import type { ParseIssueOutcome, RequestedRun } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { gateDecisionOf, statusOf } from './run-status.js'

const maxShownProblems = 20
const maxShownRuns = 20

/** Which of the suite's comments an outcome belongs in. */
export function commentMarker(outcome: ParseIssueOutcome): string {
  if (outcome.reasonCode === 'answered') return outcome.command === 'status' ? 'status' : 'help'
  return outcome.reasonCode === 'command-unknown' || outcome.reasonCode === 'command-arguments'
    ? 'command'
    : 'request'
}

/** The comment that answers an outcome; every text of the issue in it is made harmless. */
export async function commentBody(
  call: ParseIssueCall,
  outcome: ParseIssueOutcome,
  messages: ParseIssueMessages
): Promise<string> {
  if (outcome.reasonCode !== 'answered') return verdictText(outcome, messages)
  return outcome.command === 'status' ? statusText(call, outcome, messages) : helpText(messages)
}

const icons = { accepted: '✅', invalid: '❌', unauthorized: '🔒', ignored: '➖', exhausted: '⛔' } as const

/** Verdict, problems or run of an outcome, as Markdown. */
export function verdictText(outcome: ParseIssueOutcome, messages: ParseIssueMessages): string {
  const parts = [
    `### ${icons[outcome.decision]} ${messages.title}: ${messages.decisions[outcome.decision]}`,
    ...explanation(outcome, messages),
    `<sub>${messages.reasonCode} \`${outcome.reasonCode}\`</sub>`
  ]
  return parts.join('\n\n')
}

function explanation(outcome: ParseIssueOutcome, messages: ParseIssueMessages): string[] {
  switch (outcome.decision) {
    case 'accepted':
      return outcome.run === undefined
        ? [escapeMarkdown(outcome.headline)]
        : runText(outcome, outcome.run, messages)
    case 'invalid':
      return [messages.invalidIntro, ...problemTexts(outcome.problems ?? [], messages), messages.invalidOutro]
    case 'unauthorized':
      return [escapeMarkdown(outcome.headline), messages.unauthorized]
    case 'exhausted':
      return [escapeMarkdown(outcome.headline), messages.exhausted]
    case 'ignored':
      return [escapeMarkdown(outcome.headline)]
  }
}

function runText(outcome: ParseIssueOutcome, run: RequestedRun, messages: ParseIssueMessages): string[] {
  const { request, trainingId } = run
  const attempt = `${run.attempt}/${request.max_retry + 1}`
  return [
    messages.accepted({ trainingId: code(trainingId), attempt }),
    facts([
      [messages.model, code(request.model_id)],
      [messages.algorithm, code(request.algorithm)],
      [messages.dataset, code(request.dataset_id)],
      [messages.request, code(run.requestSha256.slice(0, 12))],
      ...whyFacts(outcome, messages)
    ])
  ]
}

/** What is run again, and why. */
function whyFacts(outcome: ParseIssueOutcome, messages: ParseIssueMessages): [string, string | undefined][] {
  const { origin, report } = outcome
  const reason = outcome.commandArguments?.['reason']
  const version = origin?.version === undefined ? '' : ` (${escapeMarkdown(origin.version)})`
  return [
    [messages.again, origin === undefined ? undefined : `${code(origin.trainingId)}${version}`],
    [messages.issue, origin?.issue === undefined ? undefined : `#${origin.issue}`],
    [messages.reason, reason === undefined ? undefined : escapeMarkdown(reason)],
    [messages.report, report === undefined ? undefined : code(report)]
  ]
}

function problemTexts(problems: readonly Diagnostic[], messages: ParseIssueMessages): string[] {
  const shown = problems.slice(0, maxShownProblems).map(problem => problemText(problem, messages))
  const rest = problems.length - shown.length
  return rest > 0 ? [...shown, `… +${rest}`] : shown
}

/** Place and message, the line with a caret under the place, and the hint. */
function problemText(problem: Diagnostic, messages: ParseIssueMessages): string {
  const { place, message, hint, excerpt } = problem
  const parts = [`**${code(place)}** ${escapeMarkdown(message)}`]
  if (excerpt !== undefined) parts.push(codeBlock(withCaret(inert(excerpt.line), excerpt.column)))
  if (hint !== undefined) parts.push(`${messages.hint}: ${escapeMarkdown(hint)}`)
  return parts.join('\n\n')
}

const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/

/** The line and a caret under the column; full-width characters are followed by full-width spaces. */
function withCaret(line: string, column: number): string {
  const before = Array.from(line.slice(0, column - 1), character => (wide.test(character) ? '\u3000' : ' '))
  return `${line}\n${before.join('')}^`
}

/** A line for a code block: no control or direction characters that could disguise it, no caret shift by tabs. */
function inert(line: string): string {
  return line.replace(/\t/g, ' ').replace(/[\p{Cc}\p{Cf}]/gu, '�')
}

async function statusText(
  call: ParseIssueCall,
  outcome: ParseIssueOutcome,
  messages: ParseIssueMessages
): Promise<string> {
  const { store } = call.ports
  const conversation = await readConversation(store, outcome.issue ?? 0)
  const runs = conversation.runs.slice(-maxShownRuns).reverse()
  const rows = await Promise.all(
    runs.map(async run => [
      code(run.training_id),
      String(run.attempt),
      code((await statusOf(store, run.training_id)) ?? ''),
      code((await gateDecisionOf(store, run.training_id)) ?? '')
    ])
  )
  const headers = [messages.run, messages.attempt, messages.status, messages.gate]
  const parts = [
    `### ${messages.statusTitle}: ${code(outcome.modelId ?? '')}`,
    rows.length === 0 ? messages.noRuns : table(headers, rows, [1]),
    ...(conversation.awaiting === undefined ? [] : [messages.awaiting])
  ]
  return parts.join('\n\n')
}

const usage = {
  retrain: '/mlops retrain',
  approve: '/mlops approve [version]',
  reject: '/mlops reject [version]',
  rollback: '/mlops rollback [version] reason: …',
  cancel: '/mlops cancel',
  status: '/mlops status',
  help: '/mlops help'
} as const

function helpText({ helpTitle, command, effect, help }: ParseIssueMessages): string {
  const words = ['retrain', 'approve', 'reject', 'rollback', 'cancel', 'status', 'help'] as const
  const rows = words.map(word => [code(usage[word]), help[word]])
  return [`### ${helpTitle}`, table([command, effect], rows)].join('\n\n')
}
