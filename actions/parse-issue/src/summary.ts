import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import { verdictText } from './comment-text.js'
import { loadMessages } from './messages.js'
import { toOutputs, toResult, type ParseIssueOutcome } from './outcome.js'

/** The job summary: the same text as the comment. */
export async function toSummary(outcome: ParseIssueOutcome, language: Language): Promise<string> {
  return verdictText(outcome, await loadMessages(language))
}

/** Everything the harness publishes about an outcome. */
export async function toReport(outcome: ParseIssueOutcome, language: Language): Promise<Report> {
  return {
    decision: outcome.decision,
    reasonCode: outcome.reasonCode,
    headline: outcome.headline,
    outputs: toOutputs(outcome),
    result: toResult(outcome),
    summary: await toSummary(outcome, language),
    warnings: outcome.warnings ?? []
  }
}
