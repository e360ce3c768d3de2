import { resolveText } from '../expressions/resolve.js'
import type { JobStatus } from '../jobs/job-runtime.js'
import { jobStatus } from '../jobs/job-runtime.js'
import type { ActionRuns } from '../parsing/parse-action.js'
import type { StepResult } from '../run-result.js'
import type { Frame } from './frame.js'
import { frameScope } from './frame.js'
import type { StepRun, WorkResult } from './step-run.js'

/** A composite action about to run. */
export interface CompositeAction {
  readonly runs: Extract<ActionRuns, { readonly kind: 'composite' }>
  readonly directory: string
  readonly inputs: ReadonlyMap<string, string>
}

/** Runs a composite action's steps in a frame of their own, in which `success()` begins true whatever the job's state. */
export async function runComposite(step: StepRun, action: CompositeAction): Promise<WorkResult> {
  const own = { failed: false }
  const frame: Frame = {
    job: step.frame.job,
    steps: new Map<string, StepResult>(),
    inputs: action.inputs,
    env: new Map([...step.frame.env, ...step.ownEnv]),
    actionPath: action.directory,
    caller: { reporter: step.reporter, stop: step.stop },
    status: (): JobStatus => compositeStatus(step, own.failed),
    fail: () => {
      own.failed = true
    }
  }
  for (const inner of action.runs.steps) {
    if (step.stop.aborted) break
    await step.runInner(inner, frame)
  }
  const scope = frameScope(frame, step.env)
  const outputs = new Map([...action.runs.outputs].map(([name, value]) => [name, resolveText(value, scope)]))
  return { succeeded: !own.failed && !step.stop.aborted, outputs }
}

function compositeStatus(step: StepRun, failed: boolean): JobStatus {
  if (jobStatus(step.frame.job) === 'cancelled') return 'cancelled'
  return failed ? 'failure' : 'success'
}
