import type { Conversation } from '../../../shared/src/domain/records/conversation.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { sha256Hex } from '../../../shared/src/domain/request/sha256.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { authorize, permissionMissing, permissionUnknown, type Authorization } from './authorize.js'
import { changeConversation } from './conversation-store.js'
import type { EventIssue, LabelEvent } from './event.js'
import { invalidRequest } from './invalid-request.js'
import { readIssueRequest } from './issue-request.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { startRun } from './start-run.js'

/** A label asks for the training the issue describes now. */
export async function handleLabel(call: ParseIssueCall, event: LabelEvent): Promise<ParseIssueOutcome> {
  const { issue } = event
  const about = { command: 'train', issue: issue.number } as const
  const authority = await authorize(call, event.sender, 'train')
  if (!authority.known) return permissionUnknown(event.sender, authority.why, about)
  const reading = await readIssueRequest(call, issue, authority)
  if (!authority.allowed) {
    const refusal = permissionMissing(authority, about)
    if (!reading.ok) return { ...refusal, problems: reading.problems }
    await keepAwaiting(call, reading.value, { authorization: authority, issue })
    return refusal
  }
  return startRun(call, {
    ...about,
    trigger: labelTrigger(issue),
    at: issue.updatedAt,
    authorization: authority,
    ask: () =>
      reading.ok
        ? { ok: true, request: reading.value }
        : { ok: false, outcome: invalidRequest(reading.problems, about) }
  })
}

/**
 * Names a labelling. GitHub's times are whole seconds: within one, a label that was set again over an edited text is told
 * from a second delivery by that text.
 */
function labelTrigger({ updatedAt, title, body }: EventIssue): string {
  return `label:${updatedAt.toISOString()}:${sha256Hex(`${title}\n${body}`).slice(0, 12)}`
}

/** Keeps a request whose author may not start it, for someone who may to approve exactly this one. */
async function keepAwaiting(
  call: ParseIssueCall,
  request: TrainingRequest,
  from: { readonly authorization: Authorization; readonly issue: EventIssue }
): Promise<void> {
  const { actor, permission } = from.authorization
  const at = from.issue.updatedAt.toISOString()
  const awaiting = { actor, permission, at, request_sha256: requestDigest(request), request }
  await changeConversation(call.ports.store, from.issue.number, current =>
    isOld(current, awaiting) ? { result: undefined } : { result: undefined, next: { ...current, awaiting } }
  )
}

/** Whether a wish was settled already, as for a second delivery, or a later one waits. */
function isOld(
  { approvals, awaiting }: Conversation,
  wish: { readonly at: string; readonly request_sha256: string }
): boolean {
  const time = Date.parse(wish.at)
  const settled = approvals.some(
    ({ request_sha256: digest, at }) => digest === wish.request_sha256 && Date.parse(at) >= time
  )
  return settled || (awaiting !== undefined && Date.parse(awaiting.at) > time)
}
