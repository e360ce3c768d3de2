import { ServiceError, UserError } from '../../../shared/src/errors.js'
import { commentBody, commentMarker } from './comment-text.js'
import type { IntakeEvent } from './event.js'
import { loadMessages } from './messages.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'

/** Answers in the issue, one comment per subject, updated in place; gives warnings when that fails. */
export async function publishComment(
  call: ParseIssueCall,
  event: IntakeEvent,
  outcome: ParseIssueOutcome
): Promise<readonly string[]> {
  const { issueTracker } = call.ports
  if ((event.kind !== 'label' && event.kind !== 'comment') || issueTracker === undefined) return []
  if (!deservesAnswer(event, outcome)) return []
  try {
    const messages = await loadMessages(call.inputs.language)
    const body = await commentBody(call, outcome, messages)
    await issueTracker.upsertComment(event.issue.number, commentMarker(outcome), body)
    return []
  } catch (error) {
    if (!(error instanceof ServiceError) && !(error instanceof UserError)) throw error
    return [
      `the comment on issue ${event.issue.number} could not be written: ${error.message}. ${error.hint ?? ''}`.trim()
    ]
  }
}

/** Strangers get no answer to their comments: the suite is not a way to make it write. */
function deservesAnswer(event: IntakeEvent, outcome: ParseIssueOutcome): boolean {
  switch (outcome.decision) {
    case 'ignored':
      return false
    case 'unauthorized':
      return (
        outcome.reasonCode === 'permission-missing' &&
        (event.kind === 'label' || outcome.senderHasRole === true)
      )
    case 'accepted':
      return outcome.reasonCode !== 'command-accepted'
    case 'invalid':
    case 'exhausted':
      return true
  }
}
