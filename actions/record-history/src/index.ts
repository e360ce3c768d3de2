import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { openHistory } from '../../../shared/src/adapters/open-history.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { readHistoryInputs, type HistoryInputs } from './inputs.js'
import { recordHistory } from './record-history.js'
import { toReport } from './report.js'

async function run(inputs: HistoryInputs, runner: Runner): Promise<Report> {
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  const outcome = await recordHistory(inputs, {
    store: await openStore(inputs, workspace, runner),
    log: await openHistory({ branch: inputs.branch, token: inputs.githubToken, workspace }, runner),
    issues: openIssueTracker(inputs.githubToken, runner),
    clock: { now: () => new Date() }
  })
  return toReport(outcome, inputs.language)
}

process.exitCode = await runAction(currentRunner(), {
  name: 'record-history',
  readInputs: readHistoryInputs,
  run
})
