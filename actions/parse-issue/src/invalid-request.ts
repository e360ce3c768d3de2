import { phrase } from '../../../shared/src/domain/text/phrase.js'
import type { ParseIssueOutcome } from './outcome.js'

/** The outcome for a request that cannot be used. */
export function invalidRequest(
  problems: NonNullable<ParseIssueOutcome['problems']>,
  about: Pick<ParseIssueOutcome, 'command' | 'issue'>
): ParseIssueOutcome {
  return {
    decision: 'invalid',
    reasonCode: 'request-invalid',
    headline:
      problems.length === 1
        ? 'the request has a problem'
        : phrase`the request has ${problems.length} problems`,
    problems,
    ...about
  }
}
