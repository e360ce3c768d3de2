import { join } from 'node:path'
import { UserError } from '../../../src/errors.js'
import { manifestName } from '../parsing/parse-action.js'
import type { StepWork } from '../parsing/plan.js'
import type { ActionLocation } from './action-catalog.js'
import { actionInputs } from './action-inputs.js'
import { runBuiltIn } from './run-built-in.js'
import { runComposite } from './run-composite.js'
import { runNodeAction } from './run-node-action.js'
import type { StepRun, WorkResult } from './step-run.js'

type ActionWork = Extract<StepWork, { readonly kind: 'uses' }>

/** Runs a `uses` step. UserError `action-not-checked-out` for a local action missing from the workspace. */
export async function runAction(step: StepRun, work: ActionWork): Promise<WorkResult> {
  const action = step.frame.job.run.actions.get(work.uses)
  if (action === undefined)
    throw new UserError('action-not-found', `the action \`${work.uses}\` is not available`)
  if (action.kind === 'built-in') return runBuiltIn(step, work, action.action)
  const { manifest } = action
  const directory = locate(step, action.location)
  const inputs = actionInputs(step, work.with, manifest.inputs)
  if (manifest.runs.kind === 'composite')
    return runComposite(step, { runs: manifest.runs, directory, inputs })
  return runNodeAction(step, { runs: manifest.runs, directory, inputs })
}

function locate(step: StepRun, location: ActionLocation): string {
  if (location.kind === 'fixed') return location.directory
  const directory = join(step.frame.job.directories.workspace, location.path)
  if (manifestName(directory) !== undefined) return directory
  throw new UserError(
    'action-not-checked-out',
    `Can't find 'action.yml' under '${directory}'. Did you forget to run actions/checkout before running your local action?`
  )
}
