import type { Language } from '../../../shared/src/action/common-inputs.js'
import { resultText } from '../../../shared/src/action/result-text.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import { inEnglish } from '../../../shared/src/domain/text/phrase.js'
import { toOutputs, type RollbackOutcome } from './outcome.js'
import { toSummary } from './summary.js'

/** The outcome for outputs, `result` and summary. */
export function toReport(outcome: RollbackOutcome, language: Language): Report {
  return {
    decision: outcome.decision,
    reasonCode: outcome.reasonCode,
    headline: inEnglish(outcome.message),
    outputs: toOutputs(outcome),
    result: {
      model_id: outcome.modelId,
      from_version: outcome.from ?? null,
      to_version: outcome.to ?? null,
      reason: outcome.reason ?? null,
      released: outcome.released?.version ?? null
    },
    summary: toSummary(outcome, language),
    warnings: outcome.warnings.map(warning => resultText(warning, language))
  }
}
