import { record } from '../expressions/expression-data.js'
import { anySignal } from '../process/any-signal.js'
import type { ConcurrencyGroup, LegResult, StepResult } from '../run-result.js'
import type { ConcurrencyGate } from './concurrency.js'
import { resolveConcurrency } from './concurrency.js'
import { earlyReporter } from './early-reporter.js'
import type { Leg } from './leg.js'
import { runLeg } from './run-leg.js'

/**
 * Runs a leg when its concurrency group lets it. One that is cancelled while waiting, or loses its place, is cancelled;
 * one whose settings cannot be evaluated has failed. Never rejects.
 */
export async function runLegInTurn(leg: Leg): Promise<LegResult> {
  try {
    if (leg.cancelled.aborted) return withoutSteps(leg, 'cancelled')
    const group = resolveConcurrency(leg.plan.concurrency, leg.scope)
    const gate = leg.run.options.concurrencyGate
    if (group === undefined || gate === undefined) return await runLeg(leg)
    if (isSameGroup(group, leg.run.concurrency)) return deadlocked(leg, group)
    return await runBehindGate(leg, group, gate)
  } catch (error) {
    earlyReporter(leg.run, leg.name).error(error instanceof Error ? error.message : String(error))
    return withoutSteps(leg, 'failure')
  }
}

async function runBehindGate(leg: Leg, group: ConcurrencyGroup, gate: ConcurrencyGate): Promise<LegResult> {
  const turn = await gate.enter(group, leg.cancelled)
  if (turn === undefined) return withoutSteps(leg, 'cancelled')
  try {
    return await runLeg({ ...leg, cancelled: anySignal(leg.cancelled, turn.signal) })
  } finally {
    turn.release()
  }
}

function isSameGroup(group: ConcurrencyGroup, workflow: ConcurrencyGroup | undefined): boolean {
  return workflow?.group.toLowerCase() === group.group.toLowerCase()
}

function deadlocked(leg: Leg, group: ConcurrencyGroup): LegResult {
  const message = `a deadlock was detected for concurrency group '${group.group}' between the workflow and '${leg.name}'`
  earlyReporter(leg.run, leg.name).error(`Canceling since ${message}`)
  return withoutSteps(leg, 'cancelled')
}

function withoutSteps(leg: Leg, result: 'cancelled' | 'failure'): LegResult {
  leg.run.recorder.record({ type: 'job-finished', job: leg.name, result })
  return {
    name: leg.name,
    matrix: leg.matrix,
    result,
    outputs: record<string>([]),
    steps: record<StepResult>([]),
    workspace: ''
  }
}
