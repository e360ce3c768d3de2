import { codeBlock, code } from '../../../shared/src/action/markdown.js'
import type { ReportTexts } from './report-texts.js'
import type { RecordedRun } from './run.js'
import type { Said } from './said.js'

/** The verdict in words, and what can be done next. */
export function statusSection(run: RecordedRun, text: ReportTexts, said: Said): string {
  const { decision, training } = run
  if (decision === undefined) return withoutDecision(run, text, said)
  const failed = decision.rules.filter(rule => rule.passed !== true).map(rule => `- ${said(rule.reason)}`)
  if (decision.decision === 'pass') return `✅ ${text.passed}`
  const verdict = decision.decision === 'reject' ? `❌ ${text.rejected}` : `❔ ${text.inconclusive}`
  const left = `${text.attemptsLeft}: ${decision.attempts_left}`
  const retry =
    decision.attempts_left > 0 && training !== undefined ? `\n\n${text.howToRetry}\n\n${retryBlock(run)}` : ''
  return `${verdict}${failed.length === 0 ? '' : `\n\n${failed.join('\n')}`}\n\n${left}${retry}`
}

function withoutDecision({ training }: RecordedRun, text: ReportTexts, said: Said): string {
  const why =
    training?.message === undefined ? '' : `\n\n${said(training.message)} (${code(training.reason_code)})`
  switch (training?.status) {
    case undefined:
      return `❌ ${text.notTrained}`
    case 'failed':
      return `❌ ${text.trainingFailed}${why}`
    case 'stopped':
      return `❌ ${text.trainingStopped}${why}`
    case 'running':
    case 'submitted':
      return `⏳ ${text.running}`
    case 'completed':
      return `❔ ${text.trained}`
  }
}

/** A comment to copy: the hyperparameters that were asked for, or the first that were used, ready to be changed. */
function retryBlock({ request, training }: RecordedRun): string {
  const asked = Object.entries(request.request.hyperparameters ?? {})
  const shown = asked.length > 0 ? asked : Object.entries(training?.hyperparameters ?? {}).slice(0, 3)
  const yaml = `hyperparameters: ${JSON.stringify(Object.fromEntries(shown.slice(0, 20)))}`
  return codeBlock(`/mlops retrain\n\`\`\`yaml\n${yaml}\n\`\`\``, 'markdown')
}
