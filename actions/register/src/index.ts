import { tmpdir } from 'node:os'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { readRegisterInputs, type RegisterInputs } from './inputs.js'
import { register } from './register.js'
import { toReport } from './report.js'

async function run(inputs: RegisterInputs, runner: Runner): Promise<Report> {
  const outcome = await register(inputs, {
    store: await openStore(inputs, runner.variable('GITHUB_WORKSPACE') ?? process.cwd(), runner),
    clock: { now: () => new Date() },
    temporaryDirectory: runner.variable('RUNNER_TEMP') ?? tmpdir(),
    commit: runner.variable('GITHUB_SHA')
  })
  return toReport(outcome, inputs.language)
}

process.exitCode = await runAction(currentRunner(), { name: 'register', readInputs: readRegisterInputs, run })
