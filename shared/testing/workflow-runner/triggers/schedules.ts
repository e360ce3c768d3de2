import type { TemplateContext } from '@actions/workflow-parser/templates/template-context'
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index'
import { UserError } from '../../../src/errors.js'
import { child, items, literalText } from '../parsing/tokens.js'
import { nextScheduled } from '../../../src/domain/schedule/next-scheduled.js'
import { timeZone } from '../../../src/domain/schedule/time-zone.js'

/** One entry of `on.schedule`; the zone is UTC unless the entry names one. */
export interface Schedule {
  readonly cron: string
  readonly timezone: string
}

/** When a schedule starts its workflow. */
export interface ScheduledStart extends Schedule {
  readonly at: Date
}

/** The entries of `on.schedule` in file order. */
export function schedulesOf(on: TemplateToken | undefined): readonly Schedule[] {
  return items(child(on, 'schedule')).map(item => ({
    cron: literalText(child(item, 'cron')) ?? '',
    timezone: literalText(child(item, 'timezone')) ?? 'UTC'
  }))
}

/** The next start of a workflow by any of its schedules; undefined when it has none. */
export function nextStart(schedules: readonly Schedule[], after: Date): ScheduledStart | undefined {
  const starts = schedules.map(schedule => ({
    ...schedule,
    at: nextScheduled(schedule.cron, schedule.timezone, after)
  }))
  return starts.sort((left, right) => left.at.getTime() - right.at.getTime())[0]
}

/** Reports time zones that do not exist; GitHub's parser takes any text for one. */
export function checkTimeZones(context: TemplateContext, on: TemplateToken | undefined): void {
  for (const item of items(child(on, 'schedule'))) {
    const token = child(item, 'timezone')
    const name = literalText(token)
    if (token === undefined || name === undefined) continue
    try {
      timeZone(name)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      context.error(token, `${error.message}. ${error.hint ?? ''}`.trim())
    }
  }
}
