import { isSilent } from '../../../shared/src/domain/schedule/silent-schedule.js'
import { workflowSchedules } from '../../../shared/src/domain/schedule/workflow-schedules.js'
import type { WorkflowEntry, WorkflowReader } from '../../../shared/src/ports/workflow-runs.js'
import type { Pass } from './pass.js'

/** Warns of schedules that GitHub has switched off, or that have missed two starts. */
export async function lookAtSchedules(pass: Pass): Promise<void> {
  const { workflows } = pass.ports
  if (workflows === undefined) {
    pass.findings.warn('Without github-token the schedules cannot be checked.')
    return
  }
  for (const workflow of await workflows.workflows()) {
    const { path, state } = workflow
    if (!/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) continue
    if (state === 'disabled-inactivity') pass.findings.warn(switchedOff(workflow))
    if (state === 'active')
      await pass.guarded(`The schedule of ${path}`, () => lookAtSchedule(pass, workflow, workflows))
  }
}

async function lookAtSchedule(pass: Pass, workflow: WorkflowEntry, runs: WorkflowReader): Promise<void> {
  const schedules = await workflowSchedules((await pass.ports.readFile(workflow.path)) ?? '')
  if (schedules.length === 0) return
  const last = await runs.lastScheduledAt(workflow.id)
  // Before it was made, or switched on again, it could not start.
  const since = new Date(Math.max(last?.getTime() ?? 0, workflow.changedAt.getTime()))
  const silent = schedules.filter(schedule => isSilent(schedule, since, pass.now()))
  // One workflow's starts are not told apart by schedule: the most frequent one tells whether it starts at all.
  if (silent.length > 0) pass.findings.warn(missedStarts(workflow.path, silent[0]?.cron ?? '', last))
}

function switchedOff({ path }: WorkflowEntry): string {
  return `GitHub has switched the schedule of ${path} off, because the repository was quiet for 60 days: press "Enable workflow" on its Actions page.`
}

function missedStarts(path: string, cron: string, last: Date | undefined): string {
  const when = last === undefined ? 'it never did' : `the last start was ${last.toISOString().slice(0, 16)}Z`
  return `The schedule "${cron.slice(0, 60)}" of ${path} has missed two starts: ${when}.`
}
