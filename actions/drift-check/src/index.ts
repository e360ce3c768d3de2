import { tmpdir } from 'node:os'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import type { AwsAccess } from '../../../shared/src/adapters/aws/aws-access.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { driftCheck } from './drift-check.js'
import { readDriftInputs, type DriftInputs } from './inputs.js'
import { toReport } from './report.js'

async function run(inputs: DriftInputs, runner: Runner): Promise<Report> {
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  // One search for credentials, however many buckets.
  const access = inputs.reachesAws === true ? await openAccess(inputs, runner) : undefined
  const open = (store: string) => openStore({ ...inputs, store }, workspace, runner, access)
  const outcome = await driftCheck(inputs, {
    store: await open(inputs.store),
    openBucket: open,
    issueTracker: openIssueTracker(inputs.githubToken, runner),
    clock: { now: () => new Date() },
    workspace,
    temporaryDirectory: runner.variable('RUNNER_TEMP') ?? tmpdir(),
    runUrl: runUrl(runner)
  })
  return toReport(outcome, inputs.language)
}

async function openAccess(inputs: DriftInputs, runner: Runner): Promise<AwsAccess> {
  const { openAwsAccess } = await import('../../../shared/src/adapters/aws/aws-access.js')
  return openAwsAccess(inputs, runner)
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
