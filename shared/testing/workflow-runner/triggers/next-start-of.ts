import { RESTRICTED_PERMISSIONS } from '../jobs/permissions.js'
import { parseWorkflow } from '../parsing/parse-workflow.js'
import { nextStart, schedulesOf, type ScheduledStart } from './schedules.js'

/** When GitHub would next start a workflow file by one of its schedules; undefined when it has none. */
export function nextStartOf(path: string, after: Date): ScheduledStart | undefined {
  const plan = parseWorkflow({ path, name: path, defaultPermissions: RESTRICTED_PERMISSIONS })
  return nextStart(schedulesOf(plan.on), after)
}
