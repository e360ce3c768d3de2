import { tmpdir } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { DirectoryTextFiles } from '../../../shared/src/adapters/files/directory-text-files.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { OnnxInferenceRuntime } from '../../../shared/src/adapters/onnx/onnx-inference-runtime.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { edgeExport } from './edge-export.js'
import { readEdgeInputs, type EdgeInputs } from './inputs.js'
import { toReport } from './report.js'

async function run(inputs: EdgeInputs, runner: Runner): Promise<Report> {
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  const outcome = await edgeExport(inputs, {
    store: await openStore(inputs, workspace, runner),
    inference: new OnnxInferenceRuntime(),
    files: new DirectoryTextFiles(workspace),
    issueTracker: openIssueTracker(inputs.githubToken, runner),
    clock: { now: () => new Date() },
    pause,
    temporaryDirectory: runner.variable('RUNNER_TEMP') ?? tmpdir(),
    event: runner.variable('GITHUB_EVENT_NAME')
  })
  return toReport(outcome, inputs.language)
}

process.exitCode = await runAction(currentRunner(), { name: 'edge-export', readInputs: readEdgeInputs, run })
