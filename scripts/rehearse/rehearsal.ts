import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { CompletedRun } from '../../shared/testing/workflow-runner/run-result.js'
import type { WorkflowSession } from '../../shared/testing/workflow-session.js'
import type { BareMachine } from './bare-machine.js'
import { finding, type Checklist, type Findings } from './checklist.js'
import type { UnpackedRelease } from './unpacked-release.js'

/** A release in use: the workflows of a user's repository run its actions on a bare machine. */
export interface Rehearsal {
  readonly list: Checklist
  readonly release: UnpackedRelease
  readonly machine: BareMachine
  readonly session: WorkflowSession
  /** Working tree of the user's repository. */
  readonly repository: string
}

/** Runs a workflow of the repository for an event. */
export async function deliver(
  { session }: Rehearsal,
  file: string,
  event: Parameters<WorkflowSession['run']>[1]
): Promise<CompletedRun> {
  const run = await session.run(file, event)
  if (!run.triggered) throw new Error(`${file} was not started: ${run.reason}`)
  return run
}

/** Adds a workflow to the repository and dispatches it. */
export async function dispatch(rehearsal: Rehearsal, name: string, text: string): Promise<CompletedRun> {
  const path = join(rehearsal.repository, '.github/workflows', name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  const payload = rehearsal.session.server.events.workflowDispatch(name, {}, 'alice')
  return deliver(rehearsal, name, { name: 'workflow_dispatch', payload })
}

/** Findings unless a step of job `rehearsal` failed with one error, one line or more but no stack, and this reason. */
export function failedWith(run: CompletedRun, step: string, reasonCode: string): Findings {
  const result = run.jobs['rehearsal']?.steps[step]
  const [outcome, reason] = [result?.outcome ?? 'missing', result?.outputs['reason-code'] ?? 'missing']
  const errors = errorsOf(run, step)
  const findings = [
    ...finding(outcome === 'failure', `the step ended as ${outcome}`),
    ...finding(reason === reasonCode, `the reason was ${reason}`),
    ...finding(errors.length === 1, `${errors.length} errors instead of one`),
    ...finding(!errors.some(message => /^\s+at /m.test(message)), 'the error has a stack')
  ]
  return findings.length === 0 ? [] : [...findings, ...errors]
}

/** Messages of the errors that an action itself annotated. */
export function errorsOf(run: CompletedRun, step: string): string[] {
  return run.annotations
    .filter(({ level, title, ...own }) => own.step === step && level === 'error' && title !== undefined)
    .map(annotation => annotation.message)
}

const SHOWN_LINES = 30

/** The end of a run's log. */
export const logOf = (run: CompletedRun) =>
  run.log
    .slice(-SHOWN_LINES)
    .map(line => line.text)
    .join('\n')
