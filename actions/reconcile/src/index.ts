import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { workflowRunOf } from '../../../shared/src/action/workflow-run.js'
import { openAwsAccess, type AwsAccess } from '../../../shared/src/adapters/aws/aws-access.js'
import { DirectoryTextFiles } from '../../../shared/src/adapters/files/directory-text-files.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { openWorkflowRuns } from '../../../shared/src/adapters/github/open-workflow-runs.js'
import { openStore, storeExists } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { RemoteTraining } from '../../../shared/src/ports/remote-training.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { readReconcileInputs, type ReconcileInputs } from './inputs.js'
import { reconcile } from './reconcile.js'
import { toReport } from './report.js'

async function run(inputs: ReconcileInputs, runner: Runner): Promise<Report> {
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  const files = new DirectoryTextFiles(workspace)
  const issues = openIssueTracker(inputs.githubToken, runner)
  const event = runner.variable('GITHUB_EVENT_PATH')
  // One role session for the store and for SageMaker.
  const access = openAwsAccess(inputs, runner)
  const outcome = await reconcile(inputs, {
    store: await openStore(inputs, workspace, runner, access),
    storeExists: () => storeExists(inputs, workspace),
    clock: { now: () => new Date() },
    openCloud: /^s3:/i.test(inputs.store) ? () => openCloud(inputs, runner, access) : undefined,
    workflows: openWorkflowRuns(inputs.githubToken, runner),
    readFile: async path => (await files.read(path)) ?? (await issues?.readDefaultBranchFile(path)),
    readEvent: async () => (event === undefined ? undefined : files.read(event)),
    repository: runner.variable('GITHUB_REPOSITORY'),
    workflowRun: workflowRunOf(runner),
    owner: randomUUID(),
    temporaryDirectory: runner.variable('RUNNER_TEMP') ?? tmpdir(),
    line: text => runner.log(text),
    sleep: milliseconds => sleep(milliseconds)
  })
  return toReport(outcome, inputs.language)
}

async function openCloud(
  inputs: ReconcileInputs,
  runner: Runner,
  access: AwsAccess
): Promise<RemoteTraining> {
  const { openRemoteTraining } = await import('../../../shared/src/adapters/aws/open-training.js')
  return openRemoteTraining(inputs, runner, access).remote
}

process.exitCode = await runAction(currentRunner(), {
  name: 'reconcile',
  readInputs: readReconcileInputs,
  run
})
