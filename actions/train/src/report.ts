import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import { endedSentence } from '../../../shared/src/domain/text/ended-sentence.js'
import { inEnglish } from '../../../shared/src/domain/text/phrase.js'
import { toOutputs, type TrainOutcome } from './outcome.js'
import { toSummary } from './summary.js'

/** The outcome for outputs, `result` and summary. */
export function toReport(outcome: TrainOutcome, language: Language): Report {
  const { record, hint } = outcome
  const message = inEnglish(outcome.message)
  return {
    decision: outcome.decision,
    reasonCode: outcome.reasonCode,
    headline: hint === undefined ? message : `${endedSentence(message)} ${inEnglish(hint)}`,
    outputs: toOutputs(outcome),
    result: {
      training_id: outcome.trainingId,
      status: record?.status ?? null,
      metrics: record?.metrics ?? {},
      model_artifact: record?.model_artifact ?? null,
      duration_seconds: record?.duration_seconds ?? null,
      ...(record?.job_name !== undefined && { job_name: record.job_name }),
      ...(record?.cost !== undefined && { cost: record.cost })
    },
    summary: toSummary(outcome, language),
    warnings: outcome.warnings,
    ...(outcome.failure !== undefined && { failure: outcome.failure })
  }
}
