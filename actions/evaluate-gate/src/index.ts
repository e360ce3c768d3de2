import { tmpdir } from 'node:os'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { DirectoryTextFiles } from '../../../shared/src/adapters/files/directory-text-files.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { OnnxInferenceRuntime } from '../../../shared/src/adapters/onnx/onnx-inference-runtime.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { evaluateGate } from './evaluate-gate.js'
import { readGateInputs, type GateInputs } from './inputs.js'
import { toReport } from './report.js'

async function run(inputs: GateInputs, runner: Runner): Promise<Report> {
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  const outcome = await evaluateGate(inputs, {
    store: await openStore(inputs, workspace, runner),
    inference: new OnnxInferenceRuntime(),
    files: new DirectoryTextFiles(workspace),
    issueTracker: openIssueTracker(inputs.githubToken, runner),
    clock: { now: () => new Date() },
    workspace,
    temporaryDirectory: runner.variable('RUNNER_TEMP') ?? tmpdir(),
    event: runner.variable('GITHUB_EVENT_NAME')
  })
  return toReport(outcome, inputs.language)
}

process.exitCode = await runAction(currentRunner(), {
  name: 'evaluate-gate',
  readInputs: readGateInputs,
  run
})
