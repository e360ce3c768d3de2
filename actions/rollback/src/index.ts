import { tmpdir } from 'node:os'
import { answerCommand } from '../../../shared/src/action/answer-command.js'
import type { CommandCall } from '../../../shared/src/action/command-call.js'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { DirectoryTextFiles } from '../../../shared/src/adapters/files/directory-text-files.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { readRollbackInputs, type RollbackInputs } from './inputs.js'
import { toReport } from './report.js'
import { rollback } from './rollback.js'

async function run(inputs: RollbackInputs, runner: Runner): Promise<Report> {
  return answerCommand(commandCall(inputs, runner), () => carryOut(inputs, runner))
}

function commandCall(inputs: RollbackInputs, runner: Runner): CommandCall {
  return {
    name: 'rollback',
    language: inputs.language,
    runner,
    files: new DirectoryTextFiles(runner.variable('GITHUB_WORKSPACE') ?? process.cwd()),
    issues: openIssueTracker(inputs.githubToken, runner)
  }
}

async function carryOut(inputs: RollbackInputs, runner: Runner): Promise<Report> {
  const outcome = await rollback(inputs, {
    store: await openStore(inputs, runner.variable('GITHUB_WORKSPACE') ?? process.cwd(), runner),
    clock: { now: () => new Date() },
    temporaryDirectory: runner.variable('RUNNER_TEMP') ?? tmpdir()
  })
  return toReport(outcome, inputs.language)
}

process.exitCode = await runAction(currentRunner(), { name: 'rollback', readInputs: readRollbackInputs, run })
