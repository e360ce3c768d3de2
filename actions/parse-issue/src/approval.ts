import { explained } from '../../../shared/src/domain/intake/source-text.js'
import type { Conversation } from '../../../shared/src/domain/records/conversation.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { phrase, type Phrase } from '../../../shared/src/domain/text/phrase.js'
import { candidateFor } from './candidate.js'
import type { Asked } from './claim-run.js'
import { forAnotherAction, modelOf, type CommandRequest } from './command-outcome.js'
import { changeConversation, type Changed } from './conversation-store.js'
import { invalidRequest } from './invalid-request.js'
import { readIssueRequest } from './issue-request.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { requestChanges } from './request-changes.js'
import { startRun } from './start-run.js'

type Verdict = Conversation['approvals'][number]

/**
 * `approve` starts the request that waits for it, if the issue still asks for exactly that, and `reject` drops it. With a
 * version, or with nothing waiting, they are about a candidate of the model, and another action carries them out.
 */
export async function handleApproval(
  call: ParseIssueCall,
  request: CommandRequest
): Promise<ParseIssueOutcome> {
  const { command, event } = request
  const issue = event.issue.number
  if (command.version === undefined && command.word === 'approve') return approveRequest(call, request)
  return changeConversation(call.ports.store, issue, async current => {
    const { awaiting } = current
    if (command.version !== undefined || (awaiting === undefined && !hasRejectedRequest(current, request)))
      return aboutVersion(call, request, current)
    return rejectRequest(request, current)
  })
}

async function approveRequest(call: ParseIssueCall, request: CommandRequest): Promise<ParseIssueOutcome> {
  const { event, authorization, command } = request
  const issue = event.issue.number
  const outcome = await startRun(call, {
    command: 'approve',
    issue,
    trigger: triggerOf(request),
    at: event.createdAt,
    authorization,
    reason: command.reason,
    ask: current => approvedRequest(call, request, current)
  })
  if (outcome.reasonCode !== 'nothing-waiting') return outcome
  return changeConversation(call.ports.store, issue, current => aboutVersion(call, request, current))
}

/** What waits, if the issue still asks for exactly that. */
async function approvedRequest(
  call: ParseIssueCall,
  { event, authorization }: CommandRequest,
  { awaiting }: Conversation
): Promise<Asked> {
  const about = { command: 'approve', issue: event.issue.number } as const
  if (awaiting === undefined) return { ok: false, outcome: nothingWaiting(about) }
  const reading = await readIssueRequest(call, event.issue, authorization)
  if (!reading.ok) return { ok: false, outcome: invalidRequest(reading.problems, about) }
  const isSame = requestDigest(reading.value) === awaiting.request_sha256
  return isSame
    ? { ok: true, request: reading.value }
    : { ok: false, outcome: changed(awaiting.request, reading.value, about) }
}

type About = Pick<ParseIssueOutcome, 'command' | 'issue'>

function changed(submitted: object, present: object, about: About): ParseIssueOutcome {
  const message = 'the request is not the one that was submitted, so the approval does not cover it'
  const hint = 'Read the changes, remove the label and set it again; then it can be approved.'
  const problems = [{ place: 'issue', message, hint }]
  const changes = requestChanges(submitted, present)
  return {
    decision: 'invalid',
    reasonCode: 'request-changed',
    headline: message,
    problems,
    changes,
    ...about
  }
}

function rejectRequest(request: CommandRequest, current: Conversation): Changed<ParseIssueOutcome> {
  const { awaiting, ...rest } = current
  const result: ParseIssueOutcome = {
    ...forAnotherAction(request.event, request.command, current),
    reasonCode: 'request-rejected',
    headline: 'the request that waited was rejected; nothing was started'
  }
  if (awaiting === undefined) return { result }
  const verdict = verdictOf(request, { request_sha256: awaiting.request_sha256 })
  return { result, next: { ...rest, approvals: [...rest.approvals, verdict] } }
}

/** Whether this very comment, delivered before, rejected a request. */
function hasRejectedRequest({ approvals }: Conversation, request: CommandRequest): boolean {
  const trigger = triggerOf(request)
  return approvals.some(known => known.trigger === trigger && known.version === undefined)
}

/** Notes who approved or rejected which version, and hands it on by name: no other action has to guess. */
async function aboutVersion(
  call: ParseIssueCall,
  request: CommandRequest,
  current: Conversation
): Promise<Changed<ParseIssueOutcome>> {
  const { event, command } = request
  const trigger = triggerOf(request)
  const known = current.approvals.find(verdict => verdict.trigger === trigger)
  const named = command.version ?? known?.version
  const found = named ?? (await candidateFor(call.ports.store, modelOf(event, current), current))
  if (typeof found !== 'string') {
    const about = { command: command.word, issue: event.issue.number }
    return { result: nothingWaiting(about, found.candidates) }
  }
  const result = forAnotherAction(event, { ...command, version: found }, current)
  if (known !== undefined) return { result }
  const verdict = verdictOf(request, { version: found })
  return { result, next: { ...current, approvals: [...current.approvals, verdict] } }
}

function nothingWaiting(about: About, candidates: readonly string[] = []): ParseIssueOutcome {
  const message = phrase`nothing is waiting that "/mlops ${about.command ?? ''}" could be about`
  const [first, ...others] = candidates.slice(-5).map(version => `/mlops ${about.command ?? ''} ${version}`)
  const hint =
    first === undefined
      ? 'No request waits and no version of the model is a candidate; /mlops status shows the runs.'
      : phrase`Name the version: ${others.reduce<string | Phrase>((all, one) => phrase`${all}, or ${one}`, first)}.`
  const problems = [explained('comment:1:8', { message, hint })]
  return { decision: 'invalid', reasonCode: 'nothing-waiting', headline: message, problems, ...about }
}

function verdictOf(request: CommandRequest, about: Pick<Verdict, 'request_sha256' | 'version'>): Verdict {
  const { event, command, authorization } = request
  return {
    actor: authorization.actor,
    permission: authorization.permission,
    at: event.createdAt.toISOString(),
    decision: command.word === 'reject' ? 'rejected' : 'approved',
    trigger: triggerOf(request),
    ...about
  }
}

function triggerOf({ event }: CommandRequest): string {
  return `comment:${event.commentId}`
}
