import { writeRecord } from '../../../shared/src/action/record-store.js'
import {
  runOfTrigger,
  type Conversation,
  type ConversationRun
} from '../../../shared/src/domain/records/conversation.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { trainingIdOf } from '../../../shared/src/domain/request/training-id.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { changeConversation } from './conversation-store.js'
import type { ParseIssueOutcome, RequestedRun } from './outcome.js'
import { gateDecisionOf, liveStartOf } from './run-status.js'

/** What an event asks for, given all that was said before it; or why it starts nothing. */
export type Asked =
  | { readonly ok: true; readonly request: TrainingRequest }
  | { readonly ok: false; readonly outcome: ParseIssueOutcome }

/** An event of an issue that asks for its run. */
export interface RunClaim {
  readonly issue: number
  readonly trigger: string
  readonly command: ConversationRun['command']
  readonly at: Date
  readonly actor: string
  readonly permission: string
  /** Called anew when somebody else changed the conversation meanwhile; not called for an event that has its run. */
  readonly ask: (current: Conversation) => Asked | Promise<Asked>
  /** Whether a recorded request may start again after a failure: limits may be stricter than they were. */
  readonly askAgain: (recorded: TrainingRequest) => Promise<Asked>
  /** The request.json to write, without what the claim decides. */
  readonly record: Omit<RequestRecord, 'training_id' | 'attempt' | 'model_id' | 'request' | 'request_sha256'>
}

export type ClaimResult =
  | {
      readonly kind: 'new' | 'attached' | 'restarted'
      readonly run: RequestedRun
      /** The request of the conversation before this one. */
      readonly before?: TrainingRequest | undefined
    }
  | { readonly kind: 'refused'; readonly outcome: ParseIssueOutcome }
  | {
      readonly kind: 'exhausted'
      readonly attempts: number
      readonly request: TrainingRequest
      readonly runs: readonly ConversationRun[]
    }

/**
 * Gives an event its run: the one it already has, or the next attempt, or none when all are used up. The conversation
 * is changed by compare-and-swap, so that of two deliveries at once one starts and the other attaches.
 */
export async function claimRun(store: ObjectStore, claim: RunClaim): Promise<ClaimResult> {
  const claimed = await changeConversation<ClaimResult>(store, claim.issue, async current => {
    const result = await planRun(store, current, claim)
    if (result.kind === 'refused' || result.kind === 'exhausted') return { result }
    const next = nextConversation(current, result, claim)
    return next === undefined ? { result } : { result, next }
  })
  // Only now: who lost the swap would leave a run that nobody asked for. Who dies here is mended by the job's next try.
  if (claimed.kind !== 'refused' && claimed.kind !== 'exhausted')
    await writeRequest(store, claimed.run, claim)
  return claimed
}

async function planRun(store: ObjectStore, current: Conversation, claim: RunClaim): Promise<ClaimResult> {
  const known = runOfTrigger(current, claim.trigger)
  if (known !== undefined) return knownRun(store, known, claim)
  const asked = await claim.ask(current)
  if (!asked.ok) return { kind: 'refused', outcome: asked.outcome }
  const { request } = asked
  const attempt = await nextAttempt(store, current)
  if (attempt > request.max_retry + 1)
    return { kind: 'exhausted', attempts: attempt - 1, request, runs: current.runs }
  const requestSha256 = requestDigest(request)
  const { at, issue, record } = claim
  const { repository } = record
  const trainingId = trainingIdOf({ at, repository, issue, requestSha256, attempt, runId: undefined })
  return {
    kind: 'new',
    run: { trainingId, attempt, request, requestSha256 },
    before: current.requests.at(-1)?.request
  }
}

/** What was asked then counts, even if the policy's defaults have changed since; what it forbids by now does not start again. */
async function knownRun(
  store: ObjectStore,
  { run, asked, before }: NonNullable<ReturnType<typeof runOfTrigger>>,
  claim: RunClaim
): Promise<ClaimResult> {
  const trainingId = await liveStartOf(store, run.training_id)
  const isSame = trainingId === run.training_id
  const allowed = isSame ? { ok: true as const } : await claim.askAgain(asked.request)
  if (!allowed.ok) return { kind: 'refused', outcome: allowed.outcome }
  return {
    kind: isSame ? 'attached' : 'restarted',
    run: {
      trainingId,
      attempt: run.attempt,
      request: asked.request,
      requestSha256: run.request_sha256
    },
    before: before?.request
  }
}

/** Attempts are counted from the last run that passed the gate. */
async function nextAttempt(store: ObjectStore, current: Conversation): Promise<number> {
  const last = current.runs.at(-1)
  if (last === undefined) return 1
  return (await gateDecisionOf(store, last.training_id)) === 'pass' ? 1 : last.attempt + 1
}

async function writeRequest(store: ObjectStore, run: RequestedRun, claim: RunClaim): Promise<void> {
  const record: RequestRecord = {
    ...claim.record,
    training_id: run.trainingId,
    attempt: run.attempt,
    model_id: run.request.model_id,
    request: run.request,
    request_sha256: run.requestSha256
  }
  // A record that is there already is this event's: no other has its id.
  await writeRecord(store, layout.request(run.trainingId), record, { absent: true })
}

function nextConversation(
  current: Conversation,
  { kind, run }: Extract<ClaimResult, { run: RequestedRun }>,
  claim: RunClaim
): Conversation | undefined {
  if (kind === 'attached') return undefined
  if (kind === 'restarted') {
    const runs = current.runs.map(known =>
      known.trigger === claim.trigger ? { ...known, training_id: run.trainingId } : known
    )
    return { ...current, runs }
  }
  const { trainingId, attempt, request, requestSha256 } = run
  const at = claim.at.toISOString()
  const { actor, permission, trigger, command } = claim
  const author = { actor, permission, at }
  const approval = { ...author, decision: 'approved', trigger, request_sha256: requestSha256 } as const
  const { awaiting, ...rest } = current
  return {
    ...rest,
    requests: [...current.requests, { ...author, request_sha256: requestSha256, request }],
    approvals: [...current.approvals, approval],
    runs: [
      ...current.runs,
      { training_id: trainingId, trigger, command, request_sha256: requestSha256, attempt, at }
    ],
    ...(awaiting === undefined || isSettledBy(awaiting, { ...approval, command }) ? {} : { awaiting })
  }
}

/** Whether a start leaves nothing to wait for: it started that very request, or the label was set again since. */
function isSettledBy(
  awaiting: NonNullable<Conversation['awaiting']>,
  start: Pick<ConversationRun, 'request_sha256' | 'at' | 'command'>
): boolean {
  if (awaiting.request_sha256 === start.request_sha256) return true
  return start.command === 'train' && Date.parse(awaiting.at) <= Date.parse(start.at)
}
