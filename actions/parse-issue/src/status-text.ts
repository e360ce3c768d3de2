import { code, facts } from '../../../shared/src/action/markdown.js'
import type { Conversation } from '../../../shared/src/domain/records/conversation.js'
import { usdText } from '../../../shared/src/domain/cost/usd.js'
import { readAttempts, type Attempt } from './attempts.js'
import { attemptsTable } from './conversation-text.js'
import { readConversation } from './conversation-store.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueMessages } from './parse-issue-messages.js'
import type { ParseIssueCall } from './ports.js'

const maxShownRuns = 20
const maxBilledRuns = 200

/** The answer to `/mlops status`: the runs of the issue, newest first, what is left and what it cost. */
export async function statusText(
  call: ParseIssueCall,
  outcome: ParseIssueOutcome,
  messages: ParseIssueMessages
): Promise<string> {
  const { store } = call.ports
  const conversation = await readConversation(store, outcome.issue ?? 0)
  const newestFirst = (await readAttempts(store, conversation.runs.slice(-maxBilledRuns))).toReversed()
  const parts = [
    `### ${messages.statusTitle}: ${code(outcome.modelId ?? '')}`,
    ...(newestFirst.length === 0
      ? [messages.noRuns]
      : attemptsTable(newestFirst.slice(0, maxShownRuns), messages)),
    facts([
      [messages.attemptsLeft, attemptsLeft(conversation, newestFirst[0])],
      [messages.cost, costOf(newestFirst)]
    ]),
    ...(conversation.awaiting === undefined ? [] : [messages.awaiting])
  ]
  return parts.filter(part => part !== '').join('\n\n')
}

/** Attempts are counted from the last run that passed the gate. */
function attemptsLeft({ requests }: Conversation, last: Attempt | undefined): string | undefined {
  const request = requests.at(-1)?.request
  if (request === undefined || last === undefined) return undefined
  const used = last.gate === 'pass' ? 0 : last.attempt
  const all = request.max_retry + 1
  return `${Math.max(0, all - used)}/${all}`
}

function costOf(attempts: readonly Attempt[]): string | undefined {
  const costs = attempts.flatMap(({ costUsd }) => costUsd ?? [])
  return costs.length === 0 ? undefined : usdText(costs.reduce((sum, usd) => sum + usd, 0))
}
