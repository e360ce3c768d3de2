import { answerMarker } from '../../../shared/src/action/command-comment.js'
import { ServiceError, UserError } from '../../../shared/src/errors.js'
import { covers, readPermission } from './authority.js'
import { commentBody, commentMarker, policyText } from './comment-text.js'
import type { CommentEvent, IntakeEvent, LabelEvent } from './event.js'
import { loadMessages } from './messages.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueMessages } from './parse-issue-messages.js'
import type { ParseIssueCall } from './ports.js'

type IssueEvent = LabelEvent | CommentEvent

/** Answers in the issue, one comment per subject, updated in place; gives warnings when that fails. */
export async function publishComment(
  call: ParseIssueCall,
  event: IntakeEvent,
  outcome: ParseIssueOutcome
): Promise<readonly string[]> {
  if (!isOfIssue(event) || !deservesAnswer(event, outcome)) return []
  return write(call, event, {
    marker: markerOf(event, outcome),
    body: messages => commentBody(call, outcome, messages)
  })
}

/**
 * Tells in the issue that the policy cannot be used, and where; the step fails all the same. Strangers are not told: the
 * suite is not a way to make it write.
 */
export async function publishPolicyProblems(
  call: ParseIssueCall,
  event: IntakeEvent,
  error: UserError
): Promise<readonly string[]> {
  if (!isOfIssue(event) || !(await hasRole(call, event.sender))) return []
  const marker = event.kind === 'comment' ? answerMarker(event.commentId) : 'request'
  return write(call, event, { marker, body: messages => policyText(error, messages) })
}

interface Answer {
  readonly marker: string
  readonly body: (messages: ParseIssueMessages) => string | Promise<string>
}

async function write(
  { ports, inputs }: ParseIssueCall,
  { issue }: IssueEvent,
  { marker, body }: Answer
): Promise<readonly string[]> {
  if (ports.issueTracker === undefined) return []
  try {
    const text = await body(await loadMessages(inputs.language))
    await ports.issueTracker.upsertComment(issue.number, marker, text)
    return []
  } catch (error) {
    if (!(error instanceof ServiceError) && !(error instanceof UserError)) throw error
    const why = `${error.message}. ${error.hint ?? ''}`.trim()
    return [`the comment on issue ${issue.number} could not be written: ${why}`]
  }
}

function isOfIssue(event: IntakeEvent): event is IssueEvent {
  return event.kind === 'label' || event.kind === 'comment'
}

async function hasRole(call: ParseIssueCall, login: string): Promise<boolean> {
  const reading = await readPermission(call.ports.issueTracker, login)
  return reading.known && covers(reading.permission, 'triage')
}

/** Who carries a command out completes the answer to that very comment. */
function markerOf(event: IssueEvent, outcome: ParseIssueOutcome): string {
  const isHandedOn = outcome.reasonCode === 'command-accepted'
  return isHandedOn && event.kind === 'comment' ? answerMarker(event.commentId) : commentMarker(outcome)
}

/** Strangers get no answer to their comments: the suite is not a way to make it write. */
function deservesAnswer(event: IssueEvent, outcome: ParseIssueOutcome): boolean {
  switch (outcome.decision) {
    case 'ignored':
      return false
    case 'unauthorized':
      return (
        outcome.reasonCode === 'permission-missing' &&
        (event.kind === 'label' || outcome.senderHasRole === true)
      )
    case 'accepted':
    case 'invalid':
    case 'exhausted':
      return true
  }
}
