import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import { inEnglish } from '../../../shared/src/domain/text/phrase.js'
import { toOutputs, type RegisterOutcome } from './outcome.js'
import { toSummary } from './summary.js'

/** The outcome for outputs, `result` and summary. */
export function toReport(outcome: RegisterOutcome, language: Language): Report {
  return {
    decision: outcome.decision,
    reasonCode: outcome.reasonCode,
    headline: inEnglish(outcome.message),
    outputs: toOutputs(outcome),
    result: {
      model_id: outcome.modelId,
      version: outcome.version ?? null,
      stage: outcome.stage ?? null,
      model_uri: outcome.modelUri ?? null,
      pruned: outcome.pruned,
      baseline_rows:
        outcome.baseline !== undefined && 'rows' in outcome.baseline ? outcome.baseline.rows : null
    },
    summary: toSummary(outcome, language),
    warnings: outcome.warnings
  }
}
