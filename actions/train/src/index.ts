import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { LocalTrainingService } from '../../../shared/src/adapters/python/local-training-service.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { inertTrainInputs } from './inert-inputs.js'
import { readTrainInputs, type TrainInputs } from './inputs.js'
import { toReport } from './report.js'
import { train } from './train.js'

// Beside dist/ in a checkout of this repository. From the program's path: the bundler would take a URL for an asset.
const KIT_DIRECTORY = join(dirname(process.argv[1] ?? ''), '..', '..', 'shared', 'training-kit')

async function run(inputs: TrainInputs, runner: Runner): Promise<Report> {
  const temporaryDirectory = runner.variable('RUNNER_TEMP') ?? tmpdir()
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  const outcome = await train(inputs, {
    store: openStore(inputs.store, workspace, runner),
    clock: { now: () => new Date() },
    local: new LocalTrainingService({
      kitDirectory: KIT_DIRECTORY,
      temporaryDirectory,
      toolDirectory: runner.variable('RUNNER_TOOL_CACHE') ?? temporaryDirectory,
      // The training runs in a directory of its own; a path in an input means the workspace.
      python: inputs.python?.includes('/') === true ? resolve(workspace, inputs.python) : inputs.python,
      environment: process.env
    }),
    owner: randomUUID(),
    workspace,
    temporaryDirectory,
    cancelled: runner.cancelled,
    line: text => runner.log(text)
  })
  return toReport(
    { ...outcome, warnings: [...inertTrainInputs(inputs), ...outcome.warnings] },
    inputs.language
  )
}

process.exitCode = await runAction(currentRunner('abort'), {
  name: 'train',
  readInputs: readTrainInputs,
  run
})
