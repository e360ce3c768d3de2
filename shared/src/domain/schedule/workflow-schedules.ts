import * as z from 'zod/mini'

/** One entry of a workflow's `on.schedule`. */
export interface WorkflowSchedule {
  readonly cron: string
  /** An IANA name; UTC unless the entry names one. */
  readonly timezone: string
}

const scheduled = z.object({
  on: z.object({
    schedule: z.array(z.object({ cron: z.string(), timezone: z.optional(z.string()) }))
  })
})

/** The schedules in the text of a workflow file; none where there are none, or the text is no such file. */
export async function workflowSchedules(text: string): Promise<readonly WorkflowSchedule[]> {
  const { parse } = await import('yaml')
  const parsed = scheduled.safeParse(parsedOrNothing(() => parse(text) as unknown))
  if (!parsed.success) return []
  return parsed.data.on.schedule.map(({ cron, timezone = 'UTC' }) => ({ cron, timezone }))
}

function parsedOrNothing(parse: () => unknown): unknown {
  try {
    return parse()
  } catch {
    return undefined
  }
}
