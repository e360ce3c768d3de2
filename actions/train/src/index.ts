import { randomUUID } from 'node:crypto'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { answerCommand } from '../../../shared/src/action/answer-command.js'
import type { CommandCall } from '../../../shared/src/action/command-call.js'
import { loadPolicyFor } from '../../../shared/src/action/load-policy.js'
import { runAction, type Report } from '../../../shared/src/action/run-action.js'
import { workflowRunOf } from '../../../shared/src/action/workflow-run.js'
import { openAwsAccess, type AwsAccess } from '../../../shared/src/adapters/aws/aws-access.js'
import { DirectoryTextFiles } from '../../../shared/src/adapters/files/directory-text-files.js'
import { packDirectory } from '../../../shared/src/adapters/files/pack-directory.js'
import { openIssueTracker } from '../../../shared/src/adapters/github/open-issue-tracker.js'
import { openWorkflowRuns } from '../../../shared/src/adapters/github/open-workflow-runs.js'
import { openStore } from '../../../shared/src/adapters/open-store.js'
import { LocalTrainingService } from '../../../shared/src/adapters/python/local-training-service.js'
import { currentRunner } from '../../../shared/src/adapters/runner/github-runner.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import type { CloudPorts } from './cloud/cloud-ports.js'
import { readTrainInputs, type TrainInputs } from './inputs.js'
import { toReport } from './report.js'
import { train } from './train.js'

// Beside dist/ in a checkout of this repository. From the program's path: the bundler would take a URL for an asset.
const KIT_DIRECTORY = join(dirname(process.argv[1] ?? ''), '..', '..', 'shared', 'training-kit')

/** To stop is what a comment asks for; a training is told with its run. */
async function run(inputs: TrainInputs, runner: Runner): Promise<Report> {
  return inputs.operation === 'stop'
    ? answerCommand(commandCall(inputs, runner), () => carryOut(inputs, runner))
    : carryOut(inputs, runner)
}

function commandCall(inputs: TrainInputs, runner: Runner): CommandCall {
  return {
    name: 'train',
    language: inputs.language,
    runner,
    files: new DirectoryTextFiles(runner.variable('GITHUB_WORKSPACE') ?? process.cwd()),
    issues: openIssueTracker(inputs.githubToken, runner)
  }
}

async function carryOut(inputs: TrainInputs, runner: Runner): Promise<Report> {
  const temporaryDirectory = runner.variable('RUNNER_TEMP') ?? tmpdir()
  const workspace = runner.variable('GITHUB_WORKSPACE') ?? process.cwd()
  // One role session for the store and for SageMaker.
  const access = openAwsAccess(inputs, runner)
  const outcome = await train(inputs, {
    store: await openStore(inputs, workspace, runner, access),
    clock: { now: () => new Date() },
    local: new LocalTrainingService({
      kitDirectory: KIT_DIRECTORY,
      temporaryDirectory,
      toolDirectory: runner.variable('RUNNER_TOOL_CACHE') ?? temporaryDirectory,
      // The training runs in a directory of its own; a path in an input means the workspace.
      python: inputs.python?.includes('/') === true ? resolve(workspace, inputs.python) : inputs.python,
      environment: process.env
    }),
    cloud: cloudPorts(inputs, runner, { workspace, access }),
    workflow: {
      runs: openWorkflowRuns(inputs.githubToken, runner),
      repository: runner.variable('GITHUB_REPOSITORY'),
      runId: runner.variable('GITHUB_RUN_ID')
    },
    owner: randomUUID(),
    workflowRun: workflowRunOf(runner),
    workspace,
    temporaryDirectory,
    cancelled: runner.cancelled,
    line: text => runner.log(text)
  })
  return toReport(outcome, inputs.language)
}

function cloudPorts(
  inputs: TrainInputs,
  runner: Runner,
  { workspace, access }: { readonly workspace: string; readonly access: AwsAccess }
): CloudPorts {
  return {
    open: async () => {
      const { openRemoteTraining } = await import('../../../shared/src/adapters/aws/open-training.js')
      return openRemoteTraining(inputs, runner, access)
    },
    policy: () =>
      loadPolicyFor(inputs.config, {
        event: runner.variable('GITHUB_EVENT_NAME'),
        files: new DirectoryTextFiles(workspace),
        issueTracker: openIssueTracker(inputs.githubToken, runner)
      }),
    kitDirectory: KIT_DIRECTORY,
    pack: packDirectory,
    keep: (name, value) => runner.saveState(name, value),
    sleep: async (milliseconds, signal) => {
      await sleep(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined)
    }
  }
}

process.exitCode = await runAction(currentRunner('abort'), {
  name: 'train',
  readInputs: readTrainInputs,
  run
})
