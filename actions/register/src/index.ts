import { tmpdir } from 'node:os'
import { answerCommand } from '../../../shared/src/action/answer-command.js'
import type { CommandCall } from '../../../shared/src/action/command-call.js'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { DirectoryTextFiles } from '../../../shared/src/adapters/files/directory-text-files.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { readRegisterInputs, type RegisterInputs } from './inputs.js'
import { register } from './register.js'
import { toReport } from './report.js'

/** A decision about a version is a command's; the registration of a run is told with the run. */
async function run(inputs: RegisterInputs, runner: Runner): Promise<Report> {
  return inputs.operation === 'register'
    ? carryOut(inputs, runner)
    : answerCommand(commandCall(inputs, runner), () => carryOut(inputs, runner))
}

function commandCall(inputs: RegisterInputs, runner: Runner): CommandCall {
  return {
    name: 'register',
    language: inputs.language,
    runner,
    files: new DirectoryTextFiles(runner.variable('GITHUB_WORKSPACE') ?? process.cwd()),
    issues: openIssueTracker(inputs.githubToken, runner)
  }
}

async function carryOut(inputs: RegisterInputs, runner: Runner): Promise<Report> {
  const outcome = await register(inputs, {
    store: await openStore(inputs, runner.variable('GITHUB_WORKSPACE') ?? process.cwd(), runner),
    clock: { now: () => new Date() },
    temporaryDirectory: runner.variable('RUNNER_TEMP') ?? tmpdir(),
    commit: runner.variable('GITHUB_SHA')
  })
  return toReport(outcome, inputs.language)
}

process.exitCode = await runAction(currentRunner(), { name: 'register', readInputs: readRegisterInputs, run })
