import { describe, expect, test } from '@jest/globals'
import {
  claimCounter,
  confirmRelease,
  noReleases,
  previousVersion,
  turnHolder
} from '../../../src/domain/edge/releases.js'
import { edgeReleases, type EdgeRelease } from '../../../src/domain/records/edge-releases.js'

const until = '2025-01-10T10:00:30.000Z'
const release = (version: string, counter: number, previous: string | null = null): EdgeRelease => ({
  version,
  counter,
  previous_version: previous,
  manifest_sha256: 'a'.repeat(64),
  source_sha256: 'b'.repeat(64),
  settings_sha256: 'c'.repeat(64),
  released_at: '2025-01-10T10:00:00.000Z'
})

describe('the counter', () => {
  test('starts at one and skips claims that were never confirmed', () => {
    const first = claimCounter(noReleases('churn'), { version: 'v1.0.0', until })
    const second = claimCounter(first, { version: 'v1.0.0', until })
    expect([first.exporting.counter, second.exporting.counter]).toEqual([1, 2])
    expect(edgeReleases.parse(second)).toEqual(second)
  })

  test('of a claim that was overtaken confirms nothing', () => {
    const first = claimCounter(noReleases('churn'), { version: 'v1.0.0', until })
    const second = claimCounter(first, { version: 'v1.0.0', until })
    expect(confirmRelease(second, release('v1.0.0', 1))).toBeUndefined()
    expect(confirmRelease(second, release('v1.0.0', 2))).toMatchObject({
      counter: 2,
      current: { counter: 2 },
      exporting: null
    })
  })
})

test.each([
  ['before its end', '2025-01-10T10:00:29.999Z', 1],
  ['at its end', until, undefined],
  ['later', '2025-01-10T10:01:00Z', undefined]
])('a turn is held %s', (_name, now, counter) => {
  const claimed = claimCounter(noReleases('churn'), { version: 'v1.0.0', until })
  expect(turnHolder(claimed, now)?.counter).toBe(counter)
  expect(turnHolder(noReleases('churn'), now)).toBeNull()
})

test.each([
  ['nothing', null, 'v1.0.0', null],
  ['another version', release('v1.0.0', 1), 'v1.0.1', 'v1.0.0'],
  ['a later version, after a rollback', release('v1.0.1', 2, 'v1.0.0'), 'v1.0.0', 'v1.0.1'],
  ['the same version', release('v1.0.1', 2, 'v1.0.0'), 'v1.0.1', 'v1.0.0']
])('the version before, after %s', (_name, current, version, expected) => {
  expect(previousVersion({ ...noReleases('churn'), current }, version)).toBe(expected)
})
