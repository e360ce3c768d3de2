import { UserError } from '../../errors.js'

/** The times of day and the days that a cron expression means, as wall-clock numbers. */
export interface CronTimes {
  readonly minutes: readonly number[]
  readonly hours: readonly number[]
  /** Whether a day is meant: day of the month, month (1 to 12) and weekday (0 is Sunday). */
  includesDay(day: number, month: number, weekday: number): boolean
}

interface CronField {
  readonly name: string
  readonly lowest: number
  readonly highest: number
  readonly names?: readonly string[]
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']
const FIELDS = {
  minute: { name: 'minute', lowest: 0, highest: 59 },
  hour: { name: 'hour', lowest: 0, highest: 23 },
  day: { name: 'day of the month', lowest: 1, highest: 31 },
  month: { name: 'month', lowest: 1, highest: 12, names: MONTHS },
  weekday: { name: 'weekday', lowest: 0, highest: 6, names: WEEKDAYS }
} as const satisfies Record<string, CronField>

/**
 * Reads POSIX cron's five fields with GitHub's lists, ranges, steps and names; UserError `cron-invalid`. As in POSIX, a
 * day of the month and a weekday that are both restricted mean either of them.
 */
export function parseCron(cron: string): CronTimes {
  const [minute, hour, day, month, weekday, ...rest] = cron.split(/ +/)
  if (weekday === undefined || rest.length > 0 || !minute || !hour || !day || !month)
    throw invalid(cron, 'it has not five fields')
  const read = (text: string, field: CronField) => fieldValues(cron, text, field)
  const [days, months, weekdays] = [
    new Set(read(day, FIELDS.day)),
    new Set(read(month, FIELDS.month)),
    new Set(read(weekday, FIELDS.weekday))
  ]
  const isEither = !day.startsWith('*') && !weekday.startsWith('*')
  return {
    minutes: read(minute, FIELDS.minute),
    hours: read(hour, FIELDS.hour),
    includesDay: (date, inMonth, onWeekday) => {
      const [byDate, byWeekday] = [days.has(date), weekdays.has(onWeekday)]
      return months.has(inMonth) && (isEither ? byDate || byWeekday : byDate && byWeekday)
    }
  }
}

/** The values of one field in ascending order. */
function fieldValues(cron: string, text: string, field: CronField): readonly number[] {
  const values = text.split(',').flatMap(part => partValues(cron, part, field))
  return [...new Set(values)].sort((left, right) => left - right)
}

function partValues(cron: string, part: string, field: CronField): number[] {
  const [, range = '', step] = /^([^/]+)(?:\/(\d{1,2}))?$/.exec(part) ?? []
  const every = step === undefined ? 1 : Number(step)
  const [from = '', to, ...rest] = range.split('-')
  const first = range === '*' ? field.lowest : valueOf(from, field)
  const last =
    range === '*' || (to === undefined && step !== undefined) ? field.highest : valueOf(to ?? from, field)
  if (first === undefined || last === undefined || first > last || every === 0 || rest.length > 0)
    throw invalid(cron, `${JSON.stringify(part)} is no ${field.name}`)
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, index) => first + index * every)
}

function valueOf(text: string, { lowest, highest, names = [] }: CronField): number | undefined {
  const named = names.indexOf(text.toLowerCase())
  const value = named >= 0 ? named + lowest : /^\d{1,2}$/.test(text) ? Number(text) : NaN
  return value >= lowest && value <= highest ? value : undefined
}

function invalid(cron: string, why: string): UserError {
  return new UserError('cron-invalid', `${JSON.stringify(cron.slice(0, 100))} is no schedule: ${why}`, {
    hint: 'Write minute, hour, day of the month, month and weekday, such as "0 2 * * 1".'
  })
}
