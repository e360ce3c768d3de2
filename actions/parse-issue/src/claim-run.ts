import { readRecord, writeRecord, type ReadRecord } from '../../../shared/src/action/record-store.js'
import {
  conversation,
  emptyConversation,
  type Conversation,
  type ConversationRun
} from '../../../shared/src/domain/records/conversation.js'
import type { RequestRecord } from '../../../shared/src/domain/records/request-record.js'
import { trainingIdOf } from '../../../shared/src/domain/request/training-id.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { ServiceError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import type { RequestedRun } from './outcome.js'
import { gateDecisionOf, liveStartOf } from './run-status.js'

const maxTries = 20

/** A valid, allowed request of an issue that asks for its run. */
export interface RunClaim {
  readonly issue: number
  readonly trigger: string
  readonly command: ConversationRun['command']
  readonly at: Date
  readonly request: TrainingRequest
  readonly requestSha256: string
  readonly actor: string
  readonly permission: string
  /** The request.json to write, without what the claim decides. */
  readonly record: Omit<RequestRecord, 'training_id' | 'attempt'>
}

export type ClaimResult =
  | { readonly kind: 'new' | 'attached' | 'restarted'; readonly run: RequestedRun }
  | { readonly kind: 'exhausted'; readonly attempts: number }

/** The conversation of an issue, as it is stored. */
export async function readConversation(store: ObjectStore, issue: number): Promise<Conversation> {
  return (
    (await readRecord(store, layout.conversation(issue), conversation))?.value ?? emptyConversation(issue)
  )
}

/**
 * Gives a request its run: the one its event already has, or the next attempt, or none when all are used up. The
 * conversation is changed by compare-and-swap, so that of two deliveries at once one starts and the other attaches.
 */
export async function claimRun(store: ObjectStore, claim: RunClaim): Promise<ClaimResult> {
  const key = layout.conversation(claim.issue)
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const stored = await readRecord(store, key, conversation)
    const current = stored?.value ?? emptyConversation(claim.issue)
    const plan = await planRun(store, current, claim)
    if (plan.kind === 'exhausted') return plan
    await writeRequest(store, plan.run, claim)
    const next = nextConversation(current, plan, claim)
    if (next === undefined || (await swap(store, stored, next))) return { kind: plan.kind, run: plan.run }
  }
  throw busy(claim.issue)
}

/** Changes the conversation by compare-and-swap. */
export async function changeConversation(
  store: ObjectStore,
  issue: number,
  change: (current: Conversation) => Conversation
): Promise<void> {
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const stored = await readRecord(store, layout.conversation(issue), conversation)
    if (await swap(store, stored, change(stored?.value ?? emptyConversation(issue)))) return
  }
  throw busy(issue)
}

async function swap(
  store: ObjectStore,
  stored: ReadRecord<Conversation> | undefined,
  next: Conversation
): Promise<boolean> {
  const condition = stored === undefined ? ({ absent: true } as const) : { etag: stored.etag }
  return (await writeRecord(store, layout.conversation(next.issue), next, condition)).written
}

function busy(issue: number): ServiceError {
  return new ServiceError(
    'conversation-busy',
    `issues/${issue}.json was changed by others ${maxTries} times in a row`,
    {
      hint: 'Run this job again.',
      retryable: true
    }
  )
}

type Plan =
  | {
      readonly kind: 'new' | 'attached' | 'restarted'
      readonly run: RequestedRun
      readonly from?: ConversationRun
    }
  | { readonly kind: 'exhausted'; readonly attempts: number }

async function planRun(store: ObjectStore, current: Conversation, claim: RunClaim): Promise<Plan> {
  const { request, requestSha256 } = claim
  const own = current.runs.find(run => run.trigger === claim.trigger)
  if (own !== undefined) {
    const trainingId = await liveStartOf(store, own.training_id)
    const kind = trainingId === own.training_id ? 'attached' : 'restarted'
    // What was asked then counts, even if the policy's defaults have changed since.
    const asked = current.requests.find(known => known.request_sha256 === own.request_sha256)
    const original = asked?.request ?? request
    const run = { trainingId, attempt: own.attempt, request: original, requestSha256: own.request_sha256 }
    return { kind, run, from: own }
  }
  const attempt = await nextAttempt(store, current)
  if (attempt > request.max_retry + 1) return { kind: 'exhausted', attempts: attempt - 1 }
  const { at, issue, record } = claim
  const { repository } = record
  const trainingId = trainingIdOf({ at, repository, issue, requestSha256, attempt, runId: undefined })
  return { kind: 'new', run: { trainingId, attempt, request, requestSha256 } }
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
  // A record that is there already is this one: the id is a digest over what it says.
  await writeRecord(store, layout.request(run.trainingId), record, { absent: true })
}

function nextConversation(
  current: Conversation,
  plan: Exclude<Plan, { kind: 'exhausted' }>,
  claim: RunClaim
): Conversation | undefined {
  if (plan.kind === 'attached') return undefined
  const { trainingId, attempt } = plan.run
  if (plan.from !== undefined) {
    const runs = current.runs.map(run => (run === plan.from ? { ...run, training_id: trainingId } : run))
    return { ...current, runs }
  }
  const at = claim.at.toISOString()
  const { actor, permission, requestSha256, request, trigger, command } = claim
  const author = { actor, permission, at }
  const approval = { ...author, decision: 'approved', request_sha256: requestSha256 } as const
  return {
    schema_version: 1,
    issue: current.issue,
    requests: [...current.requests, { ...author, request_sha256: requestSha256, request }],
    approvals: [...current.approvals, approval],
    runs: [
      ...current.runs,
      { training_id: trainingId, trigger, command, request_sha256: requestSha256, attempt, at }
    ]
  }
}
