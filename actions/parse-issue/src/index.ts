import { tmpdir } from 'node:os'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { DirectoryTextFiles } from '../../../shared/src/adapters/files/directory-text-files.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { readParseIssueInputs, readWorkflowEnvironment, type ParseIssueInputs } from './inputs.js'
import { parseIssue } from './parse-issue.js'
import { toReport } from './summary.js'

async function run(inputs: ParseIssueInputs, runner: Runner): Promise<Report> {
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  const outcome = await parseIssue({
    inputs,
    environment: readWorkflowEnvironment(runner),
    ports: {
      store: await openStore(inputs, workspace, runner),
      clock: { now: () => new Date() },
      files: new DirectoryTextFiles(workspace),
      issueTracker: openIssueTracker(inputs.githubToken, runner),
      temporaryDirectory: runner.variable('RUNNER_TEMP') ?? tmpdir()
    }
  })
  return toReport(outcome, inputs.language)
}

process.exitCode = await runAction(currentRunner(), {
  name: 'parse-issue',
  readInputs: readParseIssueInputs,
  run
})
