import { isOver } from '../../../shared/src/domain/records/training-status.js'
import { forAnotherAction, type CommandRequest } from './command-outcome.js'
import { readConversation } from './conversation-store.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { statusOf } from './run-status.js'

const mostAsked = 20

/** Names the run to stop: the newest that has not ended, else the newest. */
export async function handleCancel(
  call: ParseIssueCall,
  { event, command }: CommandRequest
): Promise<ParseIssueOutcome> {
  const { store } = call.ports
  const conversation = await readConversation(store, event.issue.number)
  const newestFirst = conversation.runs.slice(-mostAsked).toReversed()
  const [newest] = newestFirst
  if (newest === undefined) return nothingToCancel(event.issue.number)
  let wanted = newest
  for (const run of newestFirst) {
    if (isOver({ status: await statusOf(store, run.training_id) })) continue
    wanted = run
    break
  }
  return {
    ...forAnotherAction(event, command, conversation),
    trainingId: wanted.training_id,
    attempt: wanted.attempt
  }
}

function nothingToCancel(issue: number): ParseIssueOutcome {
  const message = 'nothing was ever trained from this issue, so there is nothing to cancel'
  const hint =
    'A request that still waits for its turn is not known here yet: cancel its workflow run on the Actions page.'
  const problems = [{ place: 'comment:1:8', message, hint }]
  const about = { command: 'cancel', issue } as const
  return { decision: 'invalid', reasonCode: 'nothing-to-cancel', headline: message, problems, ...about }
}
