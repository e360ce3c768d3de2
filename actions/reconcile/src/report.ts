import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import { toOutputs, type ReconcileOutcome } from './outcome.js'
import { toSummary } from './summary.js'

/** The outcome for outputs, `result` and summary. */
export function toReport(outcome: ReconcileOutcome, language: Language): Report {
  return {
    decision: outcome.decision,
    reasonCode: outcome.reasonCode,
    headline: outcome.message,
    outputs: toOutputs(outcome),
    result: {
      dry_run: outcome.dryRun,
      resumed: outcome.resumed,
      restart: outcome.restart,
      ended: outcome.ended.map(({ trainingId, status, reasonCode }) => ({
        training_id: trainingId,
        status,
        reason_code: reasonCode
      })),
      stopped: outcome.stopped.map(({ name, trainingId, why }) => ({
        job_name: name,
        training_id: trainingId,
        why
      })),
      billed: outcome.billed,
      freed: outcome.freed,
      warnings: outcome.warnings
    },
    summary: toSummary(outcome, language),
    warnings: outcome.warnings
  }
}
