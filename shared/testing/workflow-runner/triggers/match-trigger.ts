import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { isMapping } from '@actions/workflow-parser/templates/tokens/type-guards'
import { UserError } from '../../../src/errors.js'
import type { Plain } from '../expressions/expression-data.js'
import type { WorkflowPlan } from '../parsing/plan.js'
import { child, entries, literalTexts, placeOf } from '../parsing/tokens.js'
import { dispatchInputs } from './dispatch-inputs.js'
import { schedulesOf } from './schedules.js'

/** An event as GitHub delivers it to a workflow. */
export interface WorkflowEvent {
  readonly name: string
  readonly payload: Readonly<Record<string, unknown>>
}

/** Whether an event starts a workflow, and with which `inputs`. */
export type Trigger =
  | { readonly triggered: true; readonly inputs: ReadonlyMap<string, Plain> }
  | { readonly triggered: false; readonly reason: string }

const EVENTS: ReadonlySet<string> = new Set([
  'issues',
  'issue_comment',
  'workflow_dispatch',
  'repository_dispatch',
  'schedule',
  'push'
])

const NO_INPUTS: Trigger = { triggered: true, inputs: new Map() }

/** Matches an event against `on`. UserError `unsupported-event` for events and filters this runner does not know. */
export function matchTrigger(plan: WorkflowPlan, event: WorkflowEvent): Trigger {
  if (!EVENTS.has(event.name)) throw unsupported(plan.file, `the event \`${event.name}\` is not supported`)
  const listened = listensTo(plan.on, event.name)
  if (!listened) return { triggered: false, reason: `${plan.file} does not listen to ${event.name}` }
  const config = plan.on && isMapping(plan.on) ? child(plan.on, event.name) : undefined
  refuseFilters(plan.file, config)
  switch (event.name) {
    case 'workflow_dispatch':
      return { triggered: true, inputs: dispatchInputs(plan.file, config, event.payload['inputs']) }
    case 'schedule':
      return matchSchedule(plan.on, event.payload['schedule'])
    case 'push':
      return NO_INPUTS
    default:
      return matchTypes(config, event)
  }
}

function listensTo(on: TemplateToken | undefined, name: string): boolean {
  if (on !== undefined && isMapping(on)) return entries(on).some(entry => entry.key === name)
  return literalTexts(on).includes(name)
}

function matchTypes(config: TemplateToken | undefined, event: WorkflowEvent): Trigger {
  const types = child(config, 'types')
  if (types === undefined) return NO_INPUTS
  const action = event.payload['action']
  const wanted = literalTexts(types)
  if (typeof action === 'string' && wanted.includes(action)) return NO_INPUTS
  const got = typeof action === 'string' ? action : 'none'
  return { triggered: false, reason: `${event.name} listens to the types ${wanted.join(', ')}, not ${got}` }
}

function matchSchedule(on: TemplateToken | undefined, given: unknown): Trigger {
  const crons = schedulesOf(on).map(schedule => schedule.cron)
  if (given === undefined || (typeof given === 'string' && crons.includes(given))) return NO_INPUTS
  return { triggered: false, reason: `no schedule has the cron ${JSON.stringify(given)}` }
}

function refuseFilters(file: string, config: TemplateToken | undefined): void {
  for (const entry of entries(config)) {
    if (!/^(branches|tags|paths)(-ignore)?$/.test(entry.key)) continue
    throw unsupported(placeOf(file, entry.keyToken), `\`${entry.key}\` filters are not supported`)
  }
}

function unsupported(place: string, message: string): UserError {
  return new UserError('unsupported-event', `${place}: ${message}`, {
    problems: [{ place, message }],
    hint: `the events supported are ${[...EVENTS].join(', ')}, without branch, tag and path filters`
  })
}
