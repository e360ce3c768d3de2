import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { CompletedRun, WorkflowEvent } from '../shared/testing/workflow-runner/index.js'
import { openWorkflowSession, type WorkflowSession } from '../shared/testing/workflow-session.js'
import { openCloudStage } from './demo/cloud-stage.js'
import { localStage } from './demo/local-stage.js'
import { indent, narrator } from './demo/narrator.js'
import { decisionsOf } from './demo/outcome.js'
import type { DemoStage } from './demo/stage.js'
import { ensurePython } from './ensure-python.js'
import { node24Path } from './node24.js'
import { untilInterrupted } from './until-interrupted.js'
import { deliver, issueNumber, readEvent, senderOf } from './workflow/event.js'
import { readOptions, usage, type WorkflowCall } from './workflow/options.js'
import { repositoryFiles } from './workflow/repository-files.js'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const say = (line: string) => process.stdout.write(`${line}\n`)

function refuse(problems: readonly string[]): never {
  process.stderr.write(`${problems.join('\n')}\n\n${usage}\n`)
  process.exit(2)
}

function eventOf({ event, name }: WorkflowCall): WorkflowEvent {
  try {
    return readEvent(event, name)
  } catch (error) {
    return refuse([error instanceof Error ? error.message : String(error)])
  }
}

interface Opening {
  readonly call: WorkflowCall
  readonly event: WorkflowEvent
  readonly stage: DemoStage
  readonly directory: string
  readonly python: string
}

async function openSession({ call, event, stage, directory, python }: Opening): Promise<WorkflowSession> {
  const files = call.repository === undefined ? {} : repositoryFiles(resolve(call.repository))
  return openWorkflowSession({
    projectRoot,
    directory,
    writers: [senderOf(event)],
    nodePath: node24Path,
    ...stage.session,
    environment: { MLOPS_PYTHON: python, ...stage.session.environment },
    variables: { ...stage.session.variables, ...call.variables },
    files: {
      ...(call.backend === 'sagemaker' && { '.github/mlops.yml': stage.policy }),
      ...(await stage.deliver(files)),
      [`.github/workflows/${basename(call.file)}`]: readFileSync(call.file, 'utf8')
    }
  })
}

async function runAll(session: WorkflowSession, file: string, event: WorkflowEvent): Promise<CompletedRun[]> {
  const first = await session.run(file, event, narrator(say))
  if (!first.triggered) {
    say(`Not started: ${first.reason}`)
    return []
  }
  const dispatched = await session.runDispatched(name => {
    say(`Started by it: ${name}`)
    return narrator(say)
  })
  return [first, ...dispatched.flatMap(({ result }) => (result.triggered ? [result] : []))]
}

/** What the runs came to, and what was written into the issue. */
function report(session: WorkflowSession, event: WorkflowEvent, runs: readonly CompletedRun[]): void {
  const { state } = session.server
  for (const line of runs.flatMap(decisionsOf)) say(`  ${line}`)
  const number = issueNumber(event)
  const posted = number === undefined ? [] : state.commentsOf(number)
  for (const { login, body } of posted) say(`${login} in issue #${number}:\n${indent(body)}`)
}

const options = readOptions(process.argv.slice(2))
if (options.kind === 'wrong') refuse(options.problems)
if (options.kind === 'help') {
  say(usage)
  process.exit(0)
}
const event = eventOf(options)
const directory = mkdtempSync(join(tmpdir(), 'mlops-workflow-'))
const python = await ensurePython(say)
const stage = options.backend === 'local' ? localStage : await openCloudStage(projectRoot, python)
const session = await openSession({ call: options, event, stage, directory, python })
const carryOut = async () => {
  const file = basename(options.file)
  const runs = await runAll(session, file, deliver(session.server, event, file))
  report(session, event, runs)
  const conclusions = runs.map(run => run.conclusion)
  say(`${conclusions.length === 0 ? 'nothing ran' : conclusions.join(', ')}; files in ${directory}`)
  process.exitCode = conclusions.every(conclusion => conclusion === 'success') ? 0 : 1
}
const cancel = () => {
  say('Cancelling what runs …')
  return session.cancel()
}
try {
  await untilInterrupted(carryOut, cancel)
} finally {
  await session.close()
  await stage.close()
}
