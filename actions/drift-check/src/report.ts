import type { Language } from '../../../shared/src/action/common-inputs.js'
import type { Report } from '../../../shared/src/action/run-action.js'
import type { DriftMessages } from './drift-messages.js'
import { headlineOf } from './headline.js'
import { loadMessages } from './messages.js'
import { driftedNames, toOutputs, type DriftOutcome } from './outcome.js'
import { toMarkdown } from './report-markdown.js'
import type { Retraining } from './request-retraining.js'

const MOST_NAMES = 100

/** The outcome for outputs, `result` and summary. */
export async function toReport(outcome: DriftOutcome, language: Language): Promise<Report> {
  const { report, retraining, failure, identifiers } = outcome
  const messages = await loadMessages(language)
  const notes = notesOn(retraining, messages)
  return {
    decision: report.severity,
    reasonCode: report.reason_code,
    headline: [headlineOf(report, messages, identifiers), ...notes].join(' '),
    outputs: toOutputs(outcome),
    result: {
      model_id: report.model_id,
      version: report.version,
      report_id: report.report_id,
      severity: report.severity,
      drift_share: report.drift_share,
      drifted_features: driftedNames(report).slice(0, MOST_NAMES),
      baseline_rows: report.baseline_rows,
      current_rows: report.current_rows,
      report: outcome.uri,
      retrain_requested: retraining.kind === 'requested',
      ...(retraining.kind === 'requested-before' && { retrain_requested_at: retraining.at })
    },
    summary: toMarkdown(report, messages, { notes, identifiers }),
    warnings: outcome.warnings,
    ...(failure !== undefined && { failure })
  }
}

function notesOn(retraining: Retraining, messages: DriftMessages): string[] {
  switch (retraining.kind) {
    case 'none':
      return []
    case 'requested':
      return [messages.requested(retraining.target)]
    case 'requested-before':
      return [messages.requestedBefore(retraining.at, retraining.target)]
    case 'failed':
      return [messages.requestFailed]
  }
}
