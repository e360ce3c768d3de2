import { UserError } from '../../errors.js'
import { parseCron, type CronTimes } from './cron.js'
import { timeZone } from './time-zone.js'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
// A day that such an expression means comes within 40 years, or never: leap days, on certain weekdays.
const MAX_DAYS = 40 * 366

/**
 * The first time after `after` at which GitHub starts a workflow scheduled by `cron` in an IANA `timezone`. Times that
 * a clock set forward skips are moved to the change, as GitHub documents; times that a clock set back shows twice count
 * once. UserErrors `cron-invalid`, `cron-never` and `time-zone-unknown`.
 */
export function nextScheduled(cron: string, timezone: string, after: Date): Date {
  const times = parseCron(cron)
  const zone = timeZone(timezone)
  // From the day before: a time that was moved may lie after `after` although the wall clock is past it.
  const firstDay = Math.floor(zone.wallTime(after.getTime()) / DAY_MS) - 1
  for (let day = firstDay; day < firstDay + MAX_DAYS; day++) {
    for (const wall of wallTimesOf(day * DAY_MS, times)) {
      const instant = zone.instantOf(wall)
      if (instant > after.getTime()) return new Date(instant)
    }
  }
  throw new UserError('cron-never', `no day is meant by ${JSON.stringify(cron)}`, {
    hint: 'Compare the day of the month with the month.'
  })
}

function* wallTimesOf(midnight: number, times: CronTimes): Generator<number> {
  const date = new Date(midnight)
  if (!times.includesDay(date.getUTCDate(), date.getUTCMonth() + 1, date.getUTCDay())) return
  for (const hour of times.hours)
    for (const minute of times.minutes) yield midnight + (hour * 60 + minute) * MINUTE_MS
}
