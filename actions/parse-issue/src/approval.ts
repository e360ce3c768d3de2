import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import type { Conversation } from '../../../shared/src/domain/records/conversation.js'
import { changeConversation } from './claim-run.js'
import { forAnotherAction, type CommandRequest } from './command-outcome.js'
import { readIssueRequest } from './issue-request.js'
import { invalidRequest } from './label-event.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { startRun } from './start-run.js'

/**
 * `approve` starts the request that waits for it, if the issue still asks for exactly that; without such a request,
 * and for `reject`, it is about a model version and another action carries it out.
 */
export async function handleApproval(
  call: ParseIssueCall,
  request: CommandRequest
): Promise<ParseIssueOutcome> {
  const { command, conversation, event } = request
  const trigger = `comment:${event.commentId}`
  const started = conversation.runs.some(run => run.trigger === trigger)
  const waits = command.version === undefined && (conversation.awaiting !== undefined || started)
  if (command.word === 'approve' && waits) return approveRequest(call, request, trigger)
  await recordVerdict(call, request)
  return forAnotherAction(event, command, conversation)
}

async function approveRequest(
  call: ParseIssueCall,
  { event, authorization, conversation, command }: CommandRequest,
  trigger: string
): Promise<ParseIssueOutcome> {
  const about = { command: 'approve', issue: event.issue.number } as const
  const reading = await readIssueRequest(call, event.issue, authorization.policy)
  if (!reading.ok) return invalidRequest(reading.problems, about)
  const { awaiting } = conversation
  if (awaiting !== undefined && requestDigest(reading.value) !== awaiting.request_sha256)
    return changed(about)
  const { reason } = command
  return startRun(call, {
    ...about,
    trigger,
    at: event.createdAt,
    request: reading.value,
    authorization,
    reason
  })
}

function changed(about: Pick<ParseIssueOutcome, 'command' | 'issue'>): ParseIssueOutcome {
  const message = 'the request was edited after it was submitted, so the approval does not cover it'
  const hint = 'Read it again, remove the label and set it again; then it can be approved.'
  const problems = [{ place: 'issue', message, hint }]
  return { decision: 'invalid', reasonCode: 'request-changed', headline: message, problems, ...about }
}

/** Notes who approved or rejected what; a rejected request waits no longer. */
async function recordVerdict(call: ParseIssueCall, request: CommandRequest): Promise<void> {
  const { event, command, authorization } = request
  const verdict = {
    actor: authorization.actor,
    permission: authorization.permission,
    at: event.createdAt.toISOString(),
    decision: command.word === 'reject' ? ('rejected' as const) : ('approved' as const),
    ...(command.version === undefined ? {} : { version: command.version })
  }
  await changeConversation(call.ports.store, event.issue.number, current => withVerdict(current, verdict))
}

function withVerdict(current: Conversation, verdict: Conversation['approvals'][number]): Conversation {
  const { schema_version, issue, requests, approvals, runs, awaiting } = current
  const settles = verdict.decision === 'rejected' && verdict.version === undefined && awaiting !== undefined
  const covered = settles ? { ...verdict, request_sha256: awaiting.request_sha256 } : verdict
  // A second delivery of the same comment adds nothing.
  const known = approvals.some(({ actor, at }) => actor === verdict.actor && at === verdict.at)
  return {
    schema_version,
    issue,
    requests,
    approvals: known ? approvals : [...approvals, covered],
    runs,
    ...(awaiting === undefined || settles ? {} : { awaiting })
  }
}
