import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import { toOutputs, type HistoryOutcome } from './outcome.js'
import { toSummary } from './summary.js'

/** The outcome for outputs, `result` and summary. */
export function toReport(outcome: HistoryOutcome, language: Language): Report {
  return {
    decision: outcome.decision,
    reasonCode: outcome.reasonCode,
    headline: outcome.message,
    outputs: toOutputs(outcome),
    result: {
      entry: outcome.entry ?? null,
      entry_sha256: outcome.entrySha256 ?? null,
      commit: outcome.commit ?? null,
      comment_url: outcome.commentUrl ?? null
    },
    summary: toSummary(outcome, language),
    warnings: outcome.warnings
  }
}
