import { join } from 'node:path'
import type { ActionRuns } from '../parsing/parse-action.js'
import { inputVariables } from './action-inputs.js'
import { execute } from './execute.js'
import { registerPost } from './post-step.js'
import type { StepRun, WorkResult } from './step-run.js'

/** A node action about to run. */
export interface NodeAction {
  readonly runs: Extract<ActionRuns, { readonly kind: 'node' }>
  readonly directory: string
  readonly inputs: ReadonlyMap<string, string>
}

/** Runs an action's `main`; its `post`, which gets main's state, is registered first and so runs however main ends. */
export async function runNodeAction(step: StepRun, action: NodeAction): Promise<WorkResult> {
  let states: ReadonlyMap<string, string> = new Map()
  const { post, postIf } = action.runs
  if (post !== undefined) {
    registerPost(step, postIf, async again => {
      const stateVariables = [...states].map(([name, value]): [string, string] => [`STATE_${name}`, value])
      const result = await runFile(again, action, { file: post, variables: stateVariables })
      return result.succeeded
    })
  }
  const result = await runFile(step, action, { file: action.runs.main, variables: [] })
  states = result.states
  return result
}

function runFile(
  step: StepRun,
  action: NodeAction,
  given: { readonly file: string; readonly variables: readonly [string, string][] }
): ReturnType<typeof execute> {
  const { job } = step.frame
  return execute({
    job,
    stepId: step.plan.id,
    reporter: step.reporter,
    command: job.run.options.nodePath,
    args: [join(action.directory, given.file)],
    cwd: job.directories.workspace,
    scope: step.scope,
    env: step.env,
    additions: [...inputVariables(action.inputs), ...given.variables],
    stop: step.stop
  })
}
