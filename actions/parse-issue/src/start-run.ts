import type { ConversationRun } from '../../../shared/src/domain/records/conversation.js'
import { phrase, type Phrase } from '../../../shared/src/domain/text/phrase.js'
import type { Authorization } from './authorize.js'
import { readAttempts } from './attempts.js'
import { claimRun, type ClaimResult, type RunClaim } from './claim-run.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { underLimits } from './recorded-limits.js'
import { requestChanges } from './request-changes.js'

/** An event of an issue that may start a run. */
export interface StartOrder {
  readonly issue: number
  readonly trigger: string
  readonly command: ConversationRun['command']
  readonly at: Date
  /** What it asks for after everything that was said in the issue. */
  readonly ask: RunClaim['ask']
  readonly authorization: Authorization
  readonly reason?: string | undefined
}

/** Starts what is asked for, attaches to the run the same event started, or says that no attempt is left. */
export async function startRun(call: ParseIssueCall, order: StartOrder): Promise<ParseIssueOutcome> {
  const { issue, trigger, command, at, ask, authorization } = order
  const { actor, permission } = authorization
  const result = await claimRun(call.ports.store, {
    issue,
    trigger,
    command,
    at,
    actor,
    permission,
    ask,
    askAgain: recorded => underLimits(recorded, authorization, { command, issue }),
    record: requestRecordOf(call, order)
  })
  switch (result.kind) {
    case 'refused':
      return result.outcome
    case 'exhausted':
      return exhausted(call, order, result)
    default:
      return accepted(order, result)
  }
}

async function exhausted(
  call: ParseIssueCall,
  { issue, command }: StartOrder,
  { attempts, request, runs }: Extract<ClaimResult, { kind: 'exhausted' }>
): Promise<ParseIssueOutcome> {
  return {
    decision: 'exhausted',
    reasonCode: 'attempts-exhausted',
    headline: phrase`all ${attempts} attempts of issue ${issue} are used up (max_retry: ${request.max_retry})`,
    command,
    issue,
    modelId: request.model_id,
    attempt: attempts,
    attempts: await readAttempts(call.ports.store, runs.slice(-attempts))
  }
}

function requestRecordOf(call: ParseIssueCall, order: StartOrder): RunClaim['record'] {
  const { environment } = call
  const { command, authorization, issue, at, reason } = order
  return {
    schema_version: 1 as const,
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
const headlines = {
  new: (id, attempt, all) => phrase`${id} starts (attempt ${attempt} of ${all})`,
  attached: (id, attempt, all) =>
    phrase`${id} is already the run of this event (attempt ${attempt} of ${all})`,
  restarted: (id, attempt, all) => phrase`${id} starts again (attempt ${attempt} of ${all})`
} as const satisfies Readonly<Record<string, (id: string, attempt: number, all: number) => Phrase>>

function accepted(
  { command, issue, reason }: StartOrder,
  { kind, run, before }: Extract<ClaimResult, { kind: 'new' | 'attached' | 'restarted' }>
): ParseIssueOutcome {
  const fresh = command === 'approve' ? 'request-approved' : 'request-accepted'
  const repeats = command === 'retrain' && before !== undefined
  return {
    decision: 'accepted',
    reasonCode: kind === 'new' ? fresh : acceptedCodes[kind],
    headline: headlines[kind](run.trainingId, run.attempt, run.request.max_retry + 1),
    command,
    commandArguments: reason === undefined ? {} : { reason },
    issue,
    run,
    ...(repeats ? { changes: requestChanges(before, run.request) } : {})
  }
}
