import { UserError } from '../../errors.js'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** A wall clock, read as if it were UTC: the milliseconds of `Date.UTC(year, month, …)`. */
export type WallTime = number

/** Wall clock of an IANA time zone, and back, with daylight saving time. */
export interface TimeZone {
  /** What the wall clock shows at an instant, to the second. */
  wallTime(instant: number): WallTime
  /**
   * The instant at which the wall clock shows a time: the first one where a clock that is set back shows it twice, the
   * moment of the change where a clock that is set forward skips it.
   */
  instantOf(wall: WallTime): number
}

/** A zone by its IANA name, such as `Asia/Tokyo`; UserError `time-zone-unknown` for anything else. */
export function timeZone(name: string): TimeZone {
  const format = zoneFormat(name)
  const wallTime = (instant: number): WallTime => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    return Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second')
    )
  }
  return { wallTime, instantOf: wall => instantOf(wall, wallTime) }
}

function zoneFormat(timeZoneName: string): Intl.DateTimeFormat {
  try {
    // JavaScript knows offsets such as +09:00 too; GitHub asks for names.
    if (!/^[A-Za-z]/.test(timeZoneName)) throw new RangeError('not a name')
    return new Intl.DateTimeFormat('en-US', {
      timeZone: timeZoneName,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric'
    })
  } catch (cause) {
    const message = `${JSON.stringify(timeZoneName.slice(0, 100))} is no time zone`
    const hint = 'Write a name of the IANA time zone database, such as Asia/Tokyo.'
    throw new UserError('time-zone-unknown', message, { hint, cause })
  }
}

function instantOf(wall: WallTime, wallTime: (instant: number) => WallTime): number {
  const offsetAt = (instant: number) => wallTime(instant) - instant
  const [before, after] = [wall - DAY_MS, wall + DAY_MS]
  const candidates = [wall - offsetAt(before), wall - offsetAt(after)].sort((left, right) => left - right)
  const shown = candidates.find(instant => wallTime(instant) === wall)
  return shown ?? changeOfOffset(before, after, offsetAt)
}

/** The first minute between two instants at which the offset is no longer that of the first; by bisection. */
function changeOfOffset(before: number, after: number, offsetAt: (instant: number) => number): number {
  let [low, high] = [before, after]
  while (high - low > MINUTE_MS) {
    const middle = low + Math.ceil((high - low) / 2 / MINUTE_MS) * MINUTE_MS
    if (offsetAt(middle) === offsetAt(before)) low = middle
    else high = middle
  }
  return high
}
