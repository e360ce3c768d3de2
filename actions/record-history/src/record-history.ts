import { commentRun } from './comment.js'
import type { HistoryInputs } from './inputs.js'
import type { HistoryOutcome } from './outcome.js'
import { markRecorded } from './mark-recorded.js'
import type { HistoryPorts } from './ports.js'
import { recordRun, type Recorded } from './record.js'
import { readRun, decisionOf } from './run.js'
import { runReport } from './run-report.js'
import { verifyHistory } from './verify.js'

/** Records the run in the history and reports it on its issue, or verifies the history. */
export async function recordHistory(inputs: HistoryInputs, ports: HistoryPorts): Promise<HistoryOutcome> {
  if (inputs.operation === 'verify') return verifyHistory(ports.log, inputs.path)
  const run = await readRun(ports.store, inputs.trainingId ?? '')
  const report = runReport(run, inputs.language)
  const recorded = await recordRun({
    log: ports.log,
    clock: ports.clock,
    directory: inputs.path,
    run,
    report
  })
  const issue = inputs.issueNumber ?? run.request.issue
  const comment = await commentRun(ports.issues, { issue, trainingId: run.request.training_id, report })
  const unmarked = comment.warnings.length > 0 ? [] : await markRecorded(ports, run)
  return {
    ...decided(recorded, decisionOf(run)),
    entry: recorded.path,
    entrySha256: recorded.sha256,
    commit: recorded.commit,
    commentUrl: comment.url,
    report,
    warnings: [...comment.warnings, ...unmarked, ...notSent(inputs)]
  }
}

function decided(
  recorded: Recorded,
  now: string
): Pick<HistoryOutcome, 'decision' | 'reasonCode' | 'message'> {
  const { entry, added } = recorded
  if (added) {
    return {
      decision: 'recorded',
      reasonCode: 'recorded',
      message: `Entry ${entry.sequence} of the history: ${entry.training_id}, ${entry.decision}.`
    }
  }
  const since =
    entry.decision === now ? '' : ` The run is ${now} now; the history keeps what was recorded first.`
  const message = `${entry.training_id} is entry ${entry.sequence} of the history already (${entry.decision}).${since}`
  return { decision: 'already-recorded', reasonCode: 'already-recorded', message }
}

function notSent(inputs: HistoryInputs): string[] {
  return [
    ...(inputs.slackWebhookUrl === undefined
      ? []
      : ['slack-webhook-url: this release does not send Slack messages yet.']),
    ...(inputs.snsTopicArn === undefined ? [] : ['sns-topic-arn: this release does not publish to SNS yet.'])
  ]
}
