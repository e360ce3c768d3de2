import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { authorize, permissionMissing, permissionUnknown, type Authorization } from './authorize.js'
import { changeConversation } from './claim-run.js'
import type { EventIssue, LabelEvent } from './event.js'
import { readIssueRequest } from './issue-request.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { startRun } from './start-run.js'

/** A label asks for the training the issue describes now. */
export async function handleLabel(call: ParseIssueCall, event: LabelEvent): Promise<ParseIssueOutcome> {
  const { issue } = event
  const about = { command: 'train', issue: issue.number } as const
  const authorization = await authorize(call, event.sender, 'train')
  if (authorization === undefined) return permissionUnknown(event.sender, about)
  const reading = await readIssueRequest(call, issue, authorization.policy)
  if (!authorization.allowed) {
    if (reading.ok) await keepAwaiting(call, reading.value, { authorization, issue })
    return permissionMissing(authorization, about)
  }
  if (!reading.ok) return invalidRequest(reading.problems, about)
  const at = issue.updatedAt
  const trigger = `label:${at.toISOString()}`
  return startRun(call, { ...about, trigger, at, request: reading.value, authorization })
}

/** The outcome for a request that cannot be used. */
export function invalidRequest(
  problems: NonNullable<ParseIssueOutcome['problems']>,
  about: Pick<ParseIssueOutcome, 'command' | 'issue'>
): ParseIssueOutcome {
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`
  return {
    decision: 'invalid',
    reasonCode: 'request-invalid',
    headline: `the request has ${count}`,
    problems,
    ...about
  }
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
  await changeConversation(call.ports.store, from.issue.number, current => ({ ...current, awaiting }))
}
