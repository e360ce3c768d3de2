import { randomUUID } from 'node:crypto'
import { statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { UserError } from '../../../src/errors.js'
import { resolveText } from '../expressions/resolve.js'
import { child } from '../parsing/tokens.js'
import type { StepWork } from '../parsing/plan.js'
import { execute } from './execute.js'
import { searchPath } from './process-environment.js'
import { findShell, shellProblem } from './shells.js'
import type { StepRun, WorkResult } from './step-run.js'

type ScriptWork = Extract<StepWork, { readonly kind: 'run' }>

/** Runs a `run` step. UserError `shell-unavailable` or `working-directory-missing`. */
export async function runScript(step: StepRun, work: ScriptWork): Promise<WorkResult> {
  const { job } = step.frame
  const shellName = setting(step, work.shell, 'shell')
  const shell = findShell(shellName, searchPath(job, step.env))
  if (shell === undefined) {
    const problem = shellProblem(shellName) ?? `the shell \`${shellName}\` is not installed`
    throw new UserError('shell-unavailable', `${step.plan.place}: ${problem}`)
  }
  const script = join(job.directories.temp, `${randomUUID()}${shell.suffix}`)
  writeFileSync(script, resolveText(work.script, step.scope))
  return execute({
    job,
    stepId: step.plan.id,
    reporter: step.reporter,
    command: shell.command,
    args: [...shell.args, script],
    cwd: workingDirectory(step, work),
    scope: step.scope,
    env: step.env,
    additions: [],
    stop: step.stop
  })
}

/** The step's own setting, else the job's default, else the workflow's; composite actions have no defaults. */
function setting(step: StepRun, own: TemplateToken | undefined, key: 'shell' | 'working-directory'): string {
  if (own !== undefined || step.frame.caller !== undefined) return resolveText(own, step.scope)
  const { plan, run } = step.frame.job
  return resolveText(child(plan.defaults, key) ?? child(run.plan.defaults, key), step.scope)
}

function workingDirectory(step: StepRun, work: ScriptWork): string {
  const { workspace } = step.frame.job.directories
  const directory = resolve(workspace, setting(step, work.workingDirectory, 'working-directory'))
  if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true) return directory
  throw new UserError('working-directory-missing', `the working directory ${directory} does not exist`)
}
