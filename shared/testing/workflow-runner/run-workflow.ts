import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { isAbsolute, join, relative, resolve } from 'node:path'
import { dictionary, record, toExpressionData } from './expressions/expression-data.js'
import { resolveText } from './expressions/resolve.js'
import type { Scope } from './expressions/scope.js'
import { githubContext } from './github-context.js'
import { resolveConcurrency } from './jobs/concurrency.js'
import { worst } from './jobs/run-job.js'
import { runJobs } from './jobs/run-jobs.js'
import { parseWorkflow } from './parsing/parse-workflow.js'
import type { WorkflowPlan } from './parsing/plan.js'
import { anySignal } from './process/any-signal.js'
import type { RunContext } from './run-context.js'
import type { ResolvedOptions, WorkflowRunOptions } from './run-options.js'
import { withDefaults } from './run-options.js'
import { RunRecorder } from './run-recorder.js'
import type { CompletedRun, JobResult, Outcome, WorkflowRunResult } from './run-result.js'
import type { RunDirectories } from './run-surroundings.js'
import { catalogActions } from './steps/catalog-actions.js'
import { matchTrigger } from './triggers/match-trigger.js'

/**
 * Runs a workflow file on this machine as GitHub would for the event. UserErrors before anything runs:
 * `workflow-not-found`, `invalid-workflow`, `unsupported-workflow`, `unsupported-event`, `workflow-dispatch-inputs`.
 */
export async function runWorkflow(given: WorkflowRunOptions): Promise<WorkflowRunResult> {
  const options = withDefaults(given)
  const plan = parseWorkflow(workflowSource(options))
  const trigger = matchTrigger(plan, options.event)
  if (!trigger.triggered) return trigger
  const actions = catalogActions(plan, {
    repositoryRoot: options.repositoryRoot,
    resolveAction: options.resolveAction
  })
  const directories = await makeDirectories(options)
  try {
    const facts = {
      options,
      plan,
      actions,
      recorder: new RunRecorder(options.observer),
      inputs: trigger.inputs,
      github: githubContext({ ...options, file: plan.file }, plan.name),
      event: toExpressionData(options.event.payload),
      directories,
      cancelled: anySignal(options.signal)
    }
    return await runInTurn({
      ...facts,
      concurrency: resolveConcurrency(plan.concurrency, workflowScope(facts))
    })
  } finally {
    if (options.directory === undefined) await rm(directories.root, { recursive: true, force: true })
  }
}

function workflowSource(options: ResolvedOptions): Parameters<typeof parseWorkflow>[0] {
  const path = resolve(options.repositoryRoot, options.file)
  const inside = relative(options.repositoryRoot, path)
  return {
    path,
    name: inside.startsWith('..') || isAbsolute(inside) ? options.file : inside,
    defaultPermissions: options.defaultPermissions
  }
}

async function makeDirectories(options: ResolvedOptions): Promise<RunDirectories> {
  const root = resolve(options.directory ?? (await mkdtemp(join(tmpdir(), 'workflow-run-'))))
  const directories = {
    root,
    artifacts: join(root, 'artifacts'),
    caches: join(root, 'caches'),
    toolCache: join(root, 'tool-cache')
  }
  await mkdir(directories.toolCache, { recursive: true })
  return directories
}

async function runInTurn(run: RunContext): Promise<CompletedRun> {
  const gate = run.options.concurrencyGate
  if (run.concurrency === undefined || gate === undefined) return complete(run)
  const turn = await gate.enter(run.concurrency, run.cancelled)
  if (turn === undefined) return completed(run, 'cancelled', new Map())
  try {
    return await complete({ ...run, cancelled: anySignal(run.cancelled, turn.signal) })
  } finally {
    turn.release()
  }
}

async function complete(run: RunContext): Promise<CompletedRun> {
  const jobs = await runJobs(run)
  return completed(run, worst([...jobs.values()].map(job => job.result)), jobs)
}

function completed(run: RunContext, conclusion: Outcome, jobs: ReadonlyMap<string, JobResult>): CompletedRun {
  const { annotations, summaries, log } = run.recorder
  return {
    triggered: true,
    conclusion,
    runName: runName(run.plan, workflowScope(run)),
    jobs: record(jobs),
    concurrency: run.concurrency,
    annotations,
    summaries,
    log
  }
}

function runName(plan: WorkflowPlan, scope: Scope): string {
  return plan.runName === undefined ? plan.name : resolveText(plan.runName, scope)
}

function workflowScope(run: Omit<RunContext, 'concurrency'>): Scope {
  return {
    contexts: new Map([
      ['github', dictionary([...run.github, ['event', run.event]])],
      ['inputs', dictionary(run.inputs)],
      ['vars', dictionary(Object.entries(run.options.variables ?? {}))]
    ]),
    functions: []
  }
}
