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
    headline: headlineOf(outcome),
    outputs: toOutputs(outcome),
    result: toResult(outcome),
    summary: await toSummary(outcome, language),
    warnings: outcome.warnings ?? []
  }
}

const MOST_SHOWN = 5

/** The headline with the first problems: where `fail-on` makes it an error, that alone says what to mend. */
function headlineOf({ headline, problems = [] }: ParseIssueOutcome): string {
  const shown = problems
    .slice(0, MOST_SHOWN)
    .map(({ place, message, hint }) => `${place}: ${message}. ${hint ?? ''}`.trim())
  const more = problems.length > MOST_SHOWN ? [`and ${problems.length - MOST_SHOWN} more problems`] : []
  return [headline, ...shown, ...more].join('\n')
}
