import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { parseCron } from '../../../src/domain/schedule/cron.js'
import { nextScheduled } from '../../../src/domain/schedule/next-scheduled.js'

const next = (cron: string, timezone: string, after: string) =>
  nextScheduled(cron, timezone, new Date(after)).toISOString().replace('.000Z', 'Z')

describe('the next start', () => {
  // Expected instants: by the zones' published offsets and a calendar (1 January 2025 is a Wednesday).
  test.each<[name: string, cron: string, timezone: string, after: string, expected: string]>([
    [
      'Monday 02:00 in Tokyo is Sunday 17:00 UTC',
      '0 2 * * 1',
      'Asia/Tokyo',
      '2025-01-10T00:00:00Z',
      '2025-01-12T17:00:00Z'
    ],
    [
      'a start is not its own next',
      '0 2 * * 1',
      'Asia/Tokyo',
      '2025-01-12T17:00:00Z',
      '2025-01-19T17:00:00Z'
    ],
    ['a second before it is', '0 2 * * 1', 'Asia/Tokyo', '2025-01-12T16:59:59Z', '2025-01-12T17:00:00Z'],
    [
      'by the name of the weekday',
      '0 2 * * MON',
      'Asia/Tokyo',
      '2025-01-10T00:00:00Z',
      '2025-01-12T17:00:00Z'
    ],
    ['New York in winter', '0 2 * * 1', 'America/New_York', '2025-01-10T00:00:00Z', '2025-01-13T07:00:00Z'],
    ['New York in summer', '0 2 * * 1', 'America/New_York', '2025-07-10T00:00:00Z', '2025-07-14T06:00:00Z'],
    [
      'Sydney, whose summer is in January',
      '0 2 * * 1',
      'Australia/Sydney',
      '2025-01-10T00:00:00Z',
      '2025-01-12T15:00:00Z'
    ],
    ['Kathmandu, 5:45 ahead', '0 2 * * 1', 'Asia/Kathmandu', '2025-01-10T00:00:00Z', '2025-01-12T20:15:00Z'],
    [
      'skipped by daylight saving time: moved to the change',
      '30 2 * * *',
      'America/New_York',
      '2025-03-09T00:00:00Z',
      '2025-03-09T07:00:00Z'
    ],
    [
      'the day after, as usual',
      '30 2 * * *',
      'America/New_York',
      '2025-03-09T07:00:00Z',
      '2025-03-10T06:30:00Z'
    ],
    [
      'shown twice in autumn: the first',
      '30 1 * * *',
      'America/New_York',
      '2025-11-02T00:00:00Z',
      '2025-11-02T05:30:00Z'
    ],
    [
      'shown twice in autumn: once only',
      '30 1 * * *',
      'America/New_York',
      '2025-11-02T05:30:00Z',
      '2025-11-03T06:30:00Z'
    ],
    [
      'half an hour skipped on Lord Howe',
      '15 2 * * *',
      'Australia/Lord_Howe',
      '2025-10-04T12:00:00Z',
      '2025-10-04T15:30:00Z'
    ],
    [
      'midnight skipped in Beirut',
      '0 0 * * 0',
      'Asia/Beirut',
      '2025-03-29T00:00:00Z',
      '2025-03-29T22:00:00Z'
    ],
    ['UTC knows no summer', '30 2 * * *', 'UTC', '2025-03-30T00:00:00Z', '2025-03-30T02:30:00Z'],
    ['a leap day', '0 0 29 2 *', 'UTC', '2025-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    [
      'a leap day past a year that is none',
      '0 0 29 2 *',
      'UTC',
      '2096-03-01T00:00:00Z',
      '2104-02-29T00:00:00Z'
    ],
    ['the end of a year', '59 23 31 12 *', 'UTC', '2024-12-31T23:59:00Z', '2025-12-31T23:59:00Z'],
    ['every quarter of an hour', '*/15 * * * *', 'UTC', '2025-01-01T10:15:00Z', '2025-01-01T10:30:00Z'],
    [
      'every 15 minutes from the 20th',
      '20/15 * * * *',
      'UTC',
      '2025-01-01T10:50:00Z',
      '2025-01-01T11:20:00Z'
    ],
    ['on working days', '0 9 * * 1-5', 'UTC', '2025-01-03T09:00:00Z', '2025-01-06T09:00:00Z'],
    [
      'a date or a weekday, when both are named',
      '0 0 13 * FRI',
      'UTC',
      '2025-01-10T00:00:00Z',
      '2025-01-13T00:00:00Z'
    ],
    [
      'a date on certain weekdays, when one is open',
      '0 0 1-7 * */6',
      'UTC',
      '2025-01-08T00:00:00Z',
      '2025-02-01T00:00:00Z'
    ]
  ])('%s', (_, cron, timezone, after, expected) => {
    expect(next(cron, timezone, after)).toBe(expected)
  })

  test('is in Tokyo what the clock there says, for any week and time', () => {
    const minute = fc.integer({ min: 0, max: 59 })
    const hour = fc.integer({ min: 0, max: 23 })
    const after = fc.date({ min: new Date('2000-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
    fc.assert(
      fc.property(minute, hour, fc.integer({ min: 0, max: 6 }), after, (minutes, hours, weekday, since) => {
        const found = nextScheduled(`${minutes} ${hours} * * ${weekday}`, 'Asia/Tokyo', since)
        const clock = new Date(found.getTime() + 9 * 3_600_000)
        expect([clock.getUTCMinutes(), clock.getUTCHours(), clock.getUTCDay()]).toEqual([
          minutes,
          hours,
          weekday
        ])
        const wait = found.getTime() - since.getTime()
        expect(wait).toBeGreaterThan(0)
        expect(wait).toBeLessThanOrEqual(7 * 86_400_000)
      }),
      { numRuns: 200 }
    )
  })
})

describe('a schedule is refused', () => {
  test.each<[name: string, cron: string, timezone: string, code: string]>([
    ['with four fields', '0 2 * *', 'UTC', 'cron-invalid'],
    ['with six fields', '0 0 2 * * 1', 'UTC', 'cron-invalid'],
    ['with a minute too many', '60 2 * * 1', 'UTC', 'cron-invalid'],
    ['with a range from high to low', '0 2 * * 5-1', 'UTC', 'cron-invalid'],
    ['with a step of nothing', '*/0 2 * * 1', 'UTC', 'cron-invalid'],
    ['with an empty item', '0, 2 * * 1', 'UTC', 'cron-invalid'],
    ['with a name in the wrong field', '0 2 MON * 1', 'UTC', 'cron-invalid'],
    ['by a nickname', '@weekly', 'UTC', 'cron-invalid'],
    ['when its day never comes', '0 0 31 2 *', 'UTC', 'cron-never'],
    ['in a place that is no zone', '0 2 * * 1', 'Asia/Tokio', 'time-zone-unknown'],
    ['in an offset', '0 2 * * 1', '+09:00', 'time-zone-unknown'],
    ['in an empty zone', '0 2 * * 1', '', 'time-zone-unknown']
  ])('%s', (_, cron, timezone, code) => {
    expect(() => nextScheduled(cron, timezone, new Date('2025-01-01'))).toThrow(
      expect.objectContaining({ code })
    )
  })
})

test('lists, ranges and steps are what they stand for', () => {
  expect(parseCron('5,1-3,50/4 */6 * * *')).toMatchObject({
    minutes: [1, 2, 3, 5, 50, 54, 58],
    hours: [0, 6, 12, 18]
  })
})
