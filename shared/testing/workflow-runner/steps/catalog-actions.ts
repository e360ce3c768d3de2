import { join } from 'node:path'
import type { Problem } from '../../../src/errors.js'
import { SuiteError, UserError } from '../../../src/errors.js'
import { findBuiltIn } from '../built-ins/registry.js'
import { parseAction } from '../parsing/parse-action.js'
import type { StepPlan, WorkflowPlan } from '../parsing/plan.js'
import type { ActionCatalog, ActionLocation, ResolvedAction } from './action-catalog.js'

const MAX_DEPTH = 10

/** How `uses` texts are looked up. */
export interface ActionSources {
  readonly repositoryRoot: string
  readonly resolveAction: ((uses: string) => string | undefined) | undefined
}

/** Finds and checks all actions before anything runs; UserError `unsupported-workflow` with every problem. */
export function catalogActions(plan: WorkflowPlan, sources: ActionSources): ActionCatalog {
  const catalog = new Map<string, ResolvedAction>()
  const problems: Problem[] = []
  for (const job of plan.jobs) addSteps(job.steps, { catalog, problems, sources, callers: [] })
  if (problems.length === 0) return catalog
  const lines = problems.map(problem => `${problem.place}: ${problem.message}`)
  throw new UserError(
    'unsupported-workflow',
    `${plan.file} uses what this runner cannot do:\n${lines.join('\n')}`,
    {
      problems,
      hint: 'give resolveAction a directory for actions of other repositories'
    }
  )
}

interface Search {
  readonly catalog: Map<string, ResolvedAction>
  readonly problems: Problem[]
  readonly sources: ActionSources
  /** The composite actions around the steps looked at. */
  readonly callers: readonly string[]
}

function addSteps(steps: readonly StepPlan[], search: Search): void {
  for (const step of steps) {
    if (step.work.kind !== 'uses') continue
    try {
      addAction(step.work.uses, search)
    } catch (error) {
      search.problems.push(...problemsOf(error, step.place))
    }
  }
}

function addAction(uses: string, search: Search): void {
  if (search.callers.includes(uses)) throw new UserError('action-recursion', `\`${uses}\` uses itself`)
  if (search.callers.length >= MAX_DEPTH)
    throw new UserError('action-depth', `\`${uses}\` is nested too deep`)
  if (search.catalog.has(uses)) return
  const action = resolveUses(uses, search.sources)
  if (action === undefined) throw new UserError('action-not-found', `the action \`${uses}\` is not available`)
  search.catalog.set(uses, action)
  if (action.kind !== 'files' || action.manifest.runs.kind !== 'composite') return
  addSteps(action.manifest.runs.steps, { ...search, callers: [...search.callers, uses] })
}

function resolveUses(uses: string, sources: ActionSources): ResolvedAction | undefined {
  const chosen = sources.resolveAction?.(uses)
  if (chosen !== undefined) return actionFiles(uses, chosen, { kind: 'fixed', directory: chosen })
  const path = uses.slice(2)
  const local = join(sources.repositoryRoot, path)
  if (uses.startsWith('./')) return actionFiles(uses, local, { kind: 'workspace', path })
  if (uses.startsWith('$/')) return actionFiles(uses, local, { kind: 'fixed', directory: local })
  const action = findBuiltIn(uses)
  return action && { kind: 'built-in', action }
}

function actionFiles(uses: string, directory: string, location: ActionLocation): ResolvedAction {
  return { kind: 'files', manifest: parseAction(directory, uses), location }
}

function problemsOf(error: unknown, place: string): Problem[] {
  if (!(error instanceof SuiteError)) throw error
  if (error.problems.length === 0) return [{ place, message: error.message }]
  return error.problems.map(problem => ({ ...problem, message: `${problem.message} (used at ${place})` }))
}
