import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import { toOutputs, type GateOutcome } from './outcome.js'
import { toSummary } from './summary.js'

/** The outcome for outputs, `result` and summary. */
export function toReport(outcome: GateOutcome, language: Language): Report {
  const { decision, evaluation } = outcome
  const open = decision.rules.filter(rule => rule.passed !== true).map(rule => rule.reason)
  const decided = decision.rules.map(rule => rule.reason)
  return {
    decision: decision.decision,
    reasonCode: decision.reason_code,
    headline: (open.length > 0 ? open : decided).slice(0, 5).join('; ') || 'Nothing was required.',
    outputs: toOutputs(outcome),
    result: {
      training_id: decision.training_id,
      passed: decision.decision === 'pass',
      metrics: evaluation.metrics,
      primary_metric: evaluation.primary_metric,
      attempts_left: decision.attempts_left,
      rules: decision.rules.map(({ expression, passed, reason }) => ({ expression, passed, reason }))
    },
    summary: toSummary(outcome, language),
    warnings: outcome.warnings
  }
}
