import type { ConversationRun } from '../../../shared/src/domain/records/conversation.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import type { Authorization } from './authorize.js'
import { claimRun } from './claim-run.js'
import type { ParseIssueOutcome, RequestedRun } from './outcome.js'
import type { ParseIssueCall } from './ports.js'

/** A request of an issue that may start. */
export interface StartOrder {
  readonly issue: number
  readonly trigger: string
  readonly command: ConversationRun['command']
  readonly at: Date
  readonly request: TrainingRequest
  readonly authorization: Authorization
  readonly reason?: string | undefined
}

/** Starts the request's run, attaches to the one the same event started, or says that no attempt is left. */
export async function startRun(call: ParseIssueCall, order: StartOrder): Promise<ParseIssueOutcome> {
  const { issue, trigger, command, at, request, authorization } = order
  const { actor, permission } = authorization
  const requestSha256 = requestDigest(request)
  const record = requestRecordOf(call, order, requestSha256)
  const claim = { issue, trigger, command, at, request, requestSha256, actor, permission, record }
  const result = await claimRun(call.ports.store, claim)
  if (result.kind !== 'exhausted') return accepted(order, result.kind, result.run)
  return {
    decision: 'exhausted',
    reasonCode: 'attempts-exhausted',
    headline: `all ${result.attempts} attempts of issue ${issue} are used up (max_retry: ${request.max_retry})`,
    command,
    issue,
    modelId: request.model_id,
    attempt: result.attempts
  }
}

function requestRecordOf(call: ParseIssueCall, order: StartOrder, requestSha256: string) {
  const { environment } = call
  const { command, request, authorization, issue, at, reason } = order
  return {
    schema_version: 1 as const,
    model_id: request.model_id,
    request,
    request_sha256: requestSha256,
    command,
    repository: environment.repository,
    issue,
    ...(environment.commit === undefined ? {} : { commit: environment.commit }),
    event: environment.eventName,
    ...(environment.runId === undefined ? {} : { run_id: environment.runId }),
    actor: authorization.actor,
    permission: authorization.permission,
    ...(reason === undefined ? {} : { reason }),
    created_at: at.toISOString()
  }
}

const acceptedCodes = { attached: 'run-attached', restarted: 'run-restarted' } as const

function accepted(
  order: StartOrder,
  kind: 'new' | 'attached' | 'restarted',
  run: RequestedRun
): ParseIssueOutcome {
  const { command, issue, reason } = order
  const fresh = command === 'approve' ? 'request-approved' : 'request-accepted'
  const state = { new: 'starts', attached: 'is already the run of this event', restarted: 'starts again' }[
    kind
  ]
  return {
    decision: 'accepted',
    reasonCode: kind === 'new' ? fresh : acceptedCodes[kind],
    headline: `${run.trainingId} ${state} (attempt ${run.attempt} of ${run.request.max_retry + 1})`,
    command,
    commandArguments: reason === undefined ? {} : { reason },
    issue,
    run
  }
}
