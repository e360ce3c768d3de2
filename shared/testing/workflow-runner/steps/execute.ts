import { CommandFiles } from '../commands/command-files.js'
import { CommandInterpreter } from '../commands/command-interpreter.js'
import type { StepReporter } from '../commands/step-reporter.js'
import type { Scope } from '../expressions/scope.js'
import type { JobRuntime } from '../jobs/job-runtime.js'
import { isDebug } from '../jobs/job-runtime.js'
import { runProcess } from '../process/run-process.js'
import { processVariables } from './process-environment.js'

/** A program that a step runs. */
export interface Execution {
  readonly job: JobRuntime
  readonly stepId: string
  readonly reporter: StepReporter
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
  readonly scope: Scope
  readonly env: ReadonlyMap<string, string>
  readonly additions: Iterable<readonly [string, string]>
  readonly stop: AbortSignal
}

/** What the program left. */
export interface ExecutionResult {
  readonly succeeded: boolean
  readonly outputs: ReadonlyMap<string, string>
  readonly states: ReadonlyMap<string, string>
}

/** Runs a program with the runner's protocols; its command files count however it ends. */
export async function execute(execution: Execution): Promise<ExecutionResult> {
  const { job, reporter } = execution
  const files = new CommandFiles(job.directories.temp)
  const interpreter = new CommandInterpreter(reporter, { debug: isDebug(job.run) })
  const exitCode = await run(execution, files, interpreter)
  const left = files.process(reporter)
  for (const [name, value] of left.env) job.env.set(name, value)
  for (const path of left.paths) prependPath(job.paths, path)
  if (exitCode !== 0 && !execution.stop.aborted)
    reporter.error(`Process completed with exit code ${exitCode}.`)
  return {
    succeeded: exitCode === 0 && !left.failed && !interpreter.failed,
    outputs: new Map([...interpreter.outputs, ...left.outputs]),
    states: new Map([...interpreter.states, ...left.states])
  }
}

async function run(
  execution: Execution,
  files: CommandFiles,
  interpreter: CommandInterpreter
): Promise<number> {
  try {
    return await runProcess({
      command: execution.command,
      args: execution.args,
      cwd: execution.cwd,
      env: processVariables(execution.job, { ...execution, files }),
      onLine: line => interpreter.accept(line),
      stop: execution.stop,
      grace: execution.job.run.options.timing
    })
  } catch (error) {
    execution.reporter.error(
      `cannot start ${execution.command}: ${error instanceof Error ? error.message : ''}`
    )
    return 127
  }
}

function prependPath(paths: string[], path: string): void {
  const at = paths.indexOf(path)
  if (at >= 0) paths.splice(at, 1)
  paths.unshift(path)
}
