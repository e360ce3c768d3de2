import { code, escapeMarkdown, facts, table } from '../../../shared/src/action/markdown.js'
import type { Diagnostic } from '../../../shared/src/domain/intake/source-text.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
import type { UserError } from '../../../shared/src/errors.js'
import { attemptsTable, changesTable } from './conversation-text.js'
import type { ParseIssueOutcome, ReasonCode, RequestedRun } from './outcome.js'
import type { ParseIssueMessages } from './parse-issue-messages.js'
import type { ParseIssueCall } from './ports.js'
import { problemText } from './problem-text.js'
import { statusText } from './status-text.js'

const maxShownProblems = 20

const aboutCommand: readonly ReasonCode[] = [
  'command-unknown',
  'command-arguments',
  'several-commands',
  'nothing-waiting',
  'nothing-to-cancel'
]

/** Whether it is the comment that must be written anew, not the issue. */
function isAboutComment({ reasonCode, problems = [] }: ParseIssueOutcome): boolean {
  return aboutCommand.includes(reasonCode) || problems.some(({ place }) => place.startsWith('comment:'))
}

/** Which of the suite's comments an outcome belongs in. */
export function commentMarker({ reasonCode, command }: ParseIssueOutcome): string {
  if (reasonCode === 'answered') return command === 'status' ? 'status' : 'help'
  // What became of the request stays to be read, whoever tries a command that is not theirs.
  const isRefusedCommand = reasonCode === 'permission-missing' && command !== 'train'
  return isRefusedCommand || aboutCommand.includes(reasonCode) ? 'command' : 'request'
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

/** The comment about a policy that cannot be used. */
export function policyText({ code: reason, problems }: UserError, messages: ParseIssueMessages): string {
  return [
    `### ${icons.invalid} ${messages.title}: ${messages.policyBroken}`,
    messages.policyIntro,
    ...problemTexts(problems, messages),
    messages.policyOutro,
    `<sub>${messages.reasonCode} \`${reason}\`</sub>`
  ].join('\n\n')
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
        ? acceptedText(outcome, messages)
        : runText(outcome, outcome.run, messages)
    case 'invalid':
      return [
        messages.invalidIntro,
        ...problemTexts(outcome.problems ?? [], messages),
        ...changesTable(outcome.changes, messages),
        ...whatToDo(outcome, messages)
      ]
    case 'unauthorized':
      return [escapeMarkdown(messages.say(outcome.headline)), ...unauthorizedText(outcome, messages)]
    case 'exhausted':
      return [
        escapeMarkdown(messages.say(outcome.headline)),
        ...attemptsTable(outcome.attempts, messages),
        messages.exhausted
      ]
    case 'ignored':
      return [escapeMarkdown(messages.say(outcome.headline))]
  }
}

/** Requests of schedules and dispatches stand in no issue; there each problem's own hint must do. */
function whatToDo(outcome: ParseIssueOutcome, messages: ParseIssueMessages): string[] {
  if (isAboutComment(outcome)) return [messages.commandOutro]
  return outcome.issue === undefined ? [] : [messages.invalidOutro]
}

/** Nothing waits for an approval where the request cannot be used anyway. */
function unauthorizedText(outcome: ParseIssueOutcome, messages: ParseIssueMessages): string[] {
  const { command, problems = [] } = outcome
  if (problems.length > 0)
    return [messages.invalidIntro, ...problemTexts(problems, messages), ...whatToDo(outcome, messages)]
  return [command === 'train' ? messages.unauthorized : messages.unauthorizedCommand]
}

function acceptedText({ headline, reasonCode }: ParseIssueOutcome, messages: ParseIssueMessages): string[] {
  const said = escapeMarkdown(messages.say(headline))
  return reasonCode === 'command-accepted' ? [said, messages.handedOn] : [said]
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
    ]),
    ...changesTable(outcome.changes, messages)
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
  return rest > 0 ? [...shown, escapeMarkdown(messages.say(phrase`and ${rest} more problems`))] : shown
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
