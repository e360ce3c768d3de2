import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { driftCheck } from './drift-check.js'
import { readDriftInputs, type DriftInputs } from './inputs.js'
import { toReport } from './report.js'

async function run(inputs: DriftInputs, runner: Runner): Promise<Report> {
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  const outcome = await driftCheck(inputs, {
    store: await openStore(inputs, workspace, runner),
    issueTracker: openIssueTracker(inputs.githubToken, runner),
    clock: { now: () => new Date() },
    workspace,
    runUrl: runUrl(runner)
  })
  return toReport(outcome, inputs.language)
}

function runUrl(runner: Runner): string | undefined {
  const [server, repository, run] = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_RUN_ID'].map(name =>
    runner.variable(name)
  )
  if (server === undefined || repository === undefined || run === undefined) return undefined
  return `${server}/${repository}/actions/runs/${run}`
}

process.exitCode = await runAction(currentRunner(), {
  name: 'drift-check',
  readInputs: readDriftInputs,
  run
})
