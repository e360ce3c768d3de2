import { StepReporter } from '../commands/step-reporter.js'
import { record } from '../expressions/expression-data.js'
import { resolveBoolean, resolveNumber, resolveText, resolveTexts } from '../expressions/resolve.js'
import type { Scope } from '../expressions/scope.js'
import type { StepPlan } from '../parsing/plan.js'
import { anySignal } from '../process/any-signal.js'
import type { Outcome } from '../run-result.js'
import type { Frame } from './frame.js'
import { conditionHolds, frameEnv, frameScope } from './frame.js'
import { runAction } from './run-action.js'
import { runScript } from './run-script.js'
import type { StepRun, WorkResult } from './step-run.js'
import type { StopReason } from './step-stop.js'
import { stepStop, stopReason } from './step-stop.js'

interface Attempt {
  readonly outcome: Outcome
  readonly conclusion: Outcome
  readonly outputs: ReadonlyMap<string, string>
}

const NO_OUTPUTS: ReadonlyMap<string, string> = new Map()
const SKIPPED: Attempt = { outcome: 'skipped', conclusion: 'skipped', outputs: NO_OUTPUTS }
const STOPPED_OUTCOMES = { timeout: 'failure', cancelled: 'cancelled' } as const
const FAILED: Attempt = { outcome: 'failure', conclusion: 'failure', outputs: NO_OUTPUTS }

/** Runs one step of a job or of a composite action and notes its result in the frame; never rejects. */
export async function runStep(plan: StepPlan, frame: Frame): Promise<void> {
  const { job } = frame
  const reporter =
    frame.caller?.reporter ??
    new StepReporter({ recorder: job.run.recorder, masks: job.masks, job: job.name, step: plan.id })
  const attempt = await attemptStep(plan, frame, reporter).catch((error: unknown) => {
    reporter.error(error instanceof Error ? error.message : String(error))
    return FAILED
  })
  frame.steps.set(plan.id, { ...attempt, outputs: record(attempt.outputs) })
  if (attempt.conclusion === 'failure') frame.fail()
  if (frame.caller !== undefined) return
  const { outcome, conclusion } = attempt
  job.run.recorder.record({ type: 'step-finished', job: job.name, step: plan.id, outcome, conclusion })
}

async function attemptStep(plan: StepPlan, frame: Frame, reporter: StepReporter): Promise<Attempt> {
  const ownEnv = resolveTexts(plan.env, frameScope(frame, frameEnv(frame, new Map())))
  const env = frameEnv(frame, ownEnv)
  const scope = frameScope(frame, env)
  if (!conditionHolds(plan.condition, scope, () => frame.status())) return SKIPPED
  const name = stepName(plan, scope)
  const step = { plan, frame, reporter, env, ownEnv, scope, name, runInner: runStep }
  announce(step)
  const timeoutMinutes = resolveNumber(plan.timeoutMinutes, scope, 0)
  const stop = stepStop(frame.job, timeoutMinutes * frame.job.run.options.timing.minuteMs, () => {
    return goesOnWhenCancelled(plan, scope, frame)
  })
  const signal = anySignal(stop.signal, frame.caller?.stop)
  try {
    const result = await work({ ...step, stop: signal })
    return conclude(step, result, stopReason(signal))
  } finally {
    stop.dispose()
  }
}

/** A composite action's steps end with the step that called it; a job's steps are asked again on cancellation. */
function goesOnWhenCancelled(plan: StepPlan, scope: Scope, frame: Frame): boolean {
  if (frame.caller !== undefined) return true
  try {
    return conditionHolds(plan.condition, scope, () => frame.status())
  } catch {
    return false
  }
}

/** Does the step's work; an error is the step's failure, which `continue-on-error` may forgive. */
async function work(step: StepRun): Promise<WorkResult> {
  const { work: what } = step.plan
  try {
    return await (what.kind === 'run' ? runScript(step, what) : runAction(step, what))
  } catch (error) {
    step.reporter.error(error instanceof Error ? error.message : String(error))
    return { succeeded: false, outputs: NO_OUTPUTS }
  }
}

function conclude(step: Omit<StepRun, 'stop'>, result: WorkResult, stopped: StopReason | undefined): Attempt {
  if (step.frame.caller === undefined) reportStop(step, stopped)
  const outcome =
    stopped === undefined ? (result.succeeded ? 'success' : 'failure') : STOPPED_OUTCOMES[stopped]
  const isForgiven = outcome === 'failure' && resolveBoolean(step.plan.continueOnError, step.scope, false)
  return { outcome, conclusion: isForgiven ? 'success' : outcome, outputs: result.outputs }
}

function reportStop(step: Omit<StepRun, 'stop'>, stopped: StopReason | undefined): void {
  if (stopped === 'cancelled') step.reporter.error('The operation was canceled.')
  if (stopped === 'timeout') step.reporter.error(`The action '${step.name}' has timed out.`)
}

function announce(step: Omit<StepRun, 'stop'>): void {
  const { job, caller } = step.frame
  if (caller !== undefined) return
  job.run.recorder.record({ type: 'step-started', job: job.name, step: step.plan.id, name: step.name })
}

/** The name GitHub shows: the given one, else what the step runs. */
function stepName(plan: StepPlan, scope: Scope): string {
  if (plan.name !== undefined) return resolveText(plan.name, scope)
  if (plan.work.kind === 'uses') return `Run ${plan.work.uses}`
  const [firstLine = ''] = resolveText(plan.work.script, scope).trimStart().split('\n')
  return `Run ${firstLine}`
}
