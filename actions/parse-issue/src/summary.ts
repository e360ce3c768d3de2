import type { Language } from '../../../shared/src/action/common-inputs.js'
import { annotationPlace } from '../../../shared/src/action/problem-place.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import type { Annotation } from '../../../shared/src/ports/runner.js'
import { inEnglish } from '../../../shared/src/domain/text/phrase.js'
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
    warnings: outcome.warnings ?? [],
    annotations: annotationsOf(outcome)
  }
}

// GitHub shows ten of a step; the summary holds all.
const MOST_ANNOTATED = 10

/** The problems of a request file, each at its line. */
function annotationsOf({ decision, problems = [] }: ParseIssueOutcome): Annotation[] {
  if (decision !== 'invalid') return []
  return problems.slice(0, MOST_ANNOTATED).flatMap(({ place, message, hint }) => {
    const where = annotationPlace(place)
    const text = hint === undefined ? message : `${message}. ${hint}`
    return where.file === undefined ? [] : [{ level: 'error', title: 'parse-issue', message: text, ...where }]
  })
}

const MOST_SHOWN = 5

/** The headline with the first problems: where `fail-on` makes it an error, that alone says what to mend. */
function headlineOf({ headline, problems = [] }: ParseIssueOutcome): string {
  const shown = problems
    .slice(0, MOST_SHOWN)
    .map(({ place, message, hint }) => `${place}: ${message}. ${hint ?? ''}`.trim())
  const more = problems.length > MOST_SHOWN ? [`and ${problems.length - MOST_SHOWN} more problems`] : []
  return [inEnglish(headline), ...shown, ...more].join('\n')
}
