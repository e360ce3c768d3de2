import { UserError } from '../../../shared/src/errors.js'
import { handleComment } from './comment-event.js'
import { publishComment, publishPolicyProblems } from './comments.js'
import { handleDispatch } from './dispatch-event.js'
import { readEvent, type IntakeEvent } from './event.js'
import { handleLabel } from './label-event.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'

/** Turns the event into one validated request, or into the command to carry out, and answers in the issue. */
export async function parseIssue(call: ParseIssueCall): Promise<ParseIssueOutcome> {
  const event = await readEvent(call.environment, { files: call.ports.files, label: call.inputs.label })
  const outcome = await decide(call, event).catch((error: unknown) => failed(call, event, error))
  return {
    ...outcome,
    warnings: [...(outcome.warnings ?? []), ...(await publishComment(call, event, outcome))]
  }
}

/** A policy that cannot be used fails the step, and the issue is told why. */
async function failed(call: ParseIssueCall, event: IntakeEvent, error: unknown): Promise<never> {
  if (!(error instanceof UserError) || error.code !== 'policy-invalid') throw error
  const warnings = await publishPolicyProblems(call, event, error)
  if (warnings.length === 0) throw error
  const { code, message, problems, hint = '' } = error
  throw new UserError(code, message, { problems, hint: [hint, ...warnings].join(' ') })
}

async function decide(call: ParseIssueCall, event: IntakeEvent): Promise<ParseIssueOutcome> {
  switch (event.kind) {
    case 'ignored':
      return { decision: 'ignored', reasonCode: event.reasonCode, headline: event.headline }
    case 'label':
      return handleLabel(call, event)
    case 'comment':
      return handleComment(call, event)
    case 'dispatch':
      return handleDispatch(call)
  }
}
