import { describe, expect, test } from '@jest/globals'
import { RenewedCredentials } from '../../../../src/adapters/aws/credentials/renewed-credentials.js'

const MINUTE = 60_000

/** Keys that live a quarter of an hour, numbered as they are fetched, at a time that the test tells. */
class Place {
  now = Date.UTC(2025, 0, 10)
  fetched = 0
  failing = false
  readonly credentials = new RenewedCredentials(() => this.fetch(), { now: () => new Date(this.now) })

  async current(): Promise<string> {
    const { accessKeyId, expiration } = await this.credentials.current()
    expect(expiration.getTime()).toBeGreaterThan(this.now)
    return accessKeyId
  }

  private async fetch() {
    await new Promise(done => setImmediate(done))
    if (this.failing) throw new Error('STS is down')
    const expiration = new Date(this.now + 15 * MINUTE)
    return { accessKeyId: `key-${++this.fetched}`, secretAccessKey: 's', sessionToken: 't', expiration }
  }
}

describe('temporary keys', () => {
  test('are fetched once for callers that come together', async () => {
    const place = new Place()
    const keys = await Promise.all(Array.from({ length: 8 }, () => place.current()))
    expect(new Set(keys)).toEqual(new Set(['key-1']))
    expect(place.fetched).toBe(1)
  })

  test.each([
    { minutes: 11, key: 'key-1' },
    { minutes: 12, key: 'key-2' },
    { minutes: 60, key: 'key-2' }
  ])('after $minutes of 15 minutes are $key', async ({ minutes, key }) => {
    const place = new Place()
    await place.current()
    place.now += minutes * MINUTE
    expect(await place.current()).toBe(key)
  })

  test('last three hours, a call every half minute, without one that has expired', async () => {
    const place = new Place()
    for (let minute = 0; minute <= 180; minute += 0.5) {
      await place.current()
      place.now += MINUTE / 2
    }
    // One every twelve minutes.
    expect(place.fetched).toBe(16)
  })

  test('that cannot be renewed serve as long as they are valid', async () => {
    const place = new Place()
    await place.current()
    place.failing = true
    place.now += 13 * MINUTE
    expect(await place.current()).toBe('key-1')
    // In ten seconds they end, too soon for a request that has yet to be made.
    place.now += 2 * MINUTE - 10_000
    await expect(place.current()).rejects.toThrow('STS is down')
    place.failing = false
    expect(await place.current()).toBe('key-2')
  })
})
