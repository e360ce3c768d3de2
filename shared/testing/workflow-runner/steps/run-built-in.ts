import type { BuiltInAction, BuiltInCall } from '../built-ins/built-in-action.js'
import type { StepWork } from '../parsing/plan.js'
import { actionInputs } from './action-inputs.js'
import { registerPost } from './post-step.js'
import type { StepRun, WorkResult } from './step-run.js'

/** Runs an action that this runner brings along; errors it throws fail the step. */
export async function runBuiltIn(
  step: StepRun,
  work: Extract<StepWork, { readonly kind: 'uses' }>,
  action: BuiltInAction
): Promise<WorkResult> {
  const inputs = actionInputs(step, work.with, action.inputs)
  const outputs = new Map<string, string>()
  const call: BuiltInCall = {
    input: name => inputs.get(name)?.trim() ?? '',
    setOutput: (name, value) => void outputs.set(name, value),
    job: step.frame.job,
    reporter: step.reporter,
    state: new Map()
  }
  if (action.post !== undefined) {
    registerPost(step, action.postIf ?? 'always()', async again => {
      await action.post?.({ ...call, reporter: again.reporter })
      return true
    })
  }
  await action.main(call)
  return { succeeded: true, outputs }
}
