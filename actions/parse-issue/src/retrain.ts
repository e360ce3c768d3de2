import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import type { Conversation } from '../../../shared/src/domain/records/conversation.js'
import { sourceText } from '../../../shared/src/domain/intake/source-text.js'
import { defaultModelId } from '../../../shared/src/domain/intake/title.js'
import { buildRequest } from '../../../shared/src/domain/request/build-request.js'
import type { Asked } from './claim-run.js'
import type { CommandRequest } from './command-outcome.js'
import { invalidRequest } from './invalid-request.js'
import { readIssueRequest } from './issue-request.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { applyRemovals, readOverrides, type Overrides } from './retrain-overrides.js'
import { startRun } from './start-run.js'

/**
 * Trains the last request again, with the changes of the yaml block in the comment. Without a recorded request the
 * issue itself is the request.
 */
export async function handleRetrain(
  call: ParseIssueCall,
  request: CommandRequest
): Promise<ParseIssueOutcome> {
  const { event, authorization, command } = request
  const about = { command: 'retrain', issue: event.issue.number } as const
  const overrides = await readOverrides(sourceText('comment', event.body))
  if (!overrides.ok) return invalidRequest(overrides.problems, about)
  return startRun(call, {
    ...about,
    trigger: `comment:${event.commentId}`,
    at: event.createdAt,
    authorization,
    reason: command.reason,
    ask: async current => {
      const base = await baseOf(call, request, current)
      if (!base.ok) return base
      const asked = await overridden(base.request, overrides.value, request)
      return asked.ok ? asked : { ok: false, outcome: invalidRequest(asked.problems, about) }
    }
  })
}

/** The last request of the conversation, else that of the issue. */
async function baseOf(
  call: ParseIssueCall,
  { event, authorization }: CommandRequest,
  current: Conversation
): Promise<Asked> {
  const last = current.requests.at(-1)?.request
  if (last !== undefined) return { ok: true, request: last }
  const reading = await readIssueRequest(call, event.issue, authorization)
  if (reading.ok) return { ok: true, request: reading.value }
  return {
    ok: false,
    outcome: invalidRequest(reading.problems, { command: 'retrain', issue: event.issue.number })
  }
}

async function overridden(
  base: TrainingRequest,
  overrides: Overrides,
  { event, authorization }: CommandRequest
) {
  const removed = applyRemovals(base, overrides.removals)
  if (!removed.ok) return removed
  const { policy, placeOf } = authorization
  const modelId = defaultModelId(event.issue.title, event.issue.number)
  const context = { policy, policyPlace: placeOf, modelId, base: removed.value }
  const reading = await buildRequest(overrides.values, context)
  return reading.ok ? { ok: true as const, request: reading.value } : reading
}
