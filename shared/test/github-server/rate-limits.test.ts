import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  primaryRateLimit,
  secondaryRateLimit,
  serverError,
  type Failure
} from '../../testing/github-server/failures.js'
import { delayed } from '../../testing/failure-plan.js'
import { serverPlace } from './server-place.js'

let place: Awaited<ReturnType<typeof serverPlace>>
beforeEach(async () => {
  place = await serverPlace()
  place.server.state.createIssue({ title: 'one' })
})
afterEach(() => place.server.close())

const reset = new Date('2026-03-04T05:06:07.5Z')
const SPENT = {
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': String(Date.parse('2026-03-04T05:06:08Z') / 1000),
  'x-ratelimit-resource': 'core'
}

describe('GitHub refuses for a while:', () => {
  test.each<[string, Failure, number, Record<string, string | null>]>([
    ['the primary limit', primaryRateLimit(reset), 403, { ...SPENT, 'retry-after': null }],
    ['the primary limit, as 429', primaryRateLimit(reset, 429), 429, SPENT],
    [
      'a secondary limit',
      secondaryRateLimit(60),
      403,
      { 'retry-after': '60', 'x-ratelimit-remaining': null }
    ],
    ['a secondary limit, as 429', secondaryRateLimit(1, 429), 429, { 'retry-after': '1' }],
    ['a failure of its own', serverError(503), 503, { 'retry-after': null }]
  ])('%s', async (_name, failure, status, headers) => {
    place.server.failures.add(/^POST .*comments$/, failure)
    const refused = await place.call('POST', '/issues/1/comments', { body: 'x' })
    expect(refused.status).toBe(status)
    for (const [name, value] of Object.entries(headers)) expect(refused.headers.get(name)).toBe(value)
    expect(place.server.state.commentsOf(1)).toEqual([])
    expect((await place.call('POST', '/issues/1/comments', { body: 'x' })).status).toBe(201)
  })
})

test('a slow answer is the answer, and other calls pass it', async () => {
  place.server.failures.add(/^GET .*issues\/1$/, delayed(300))
  const order: string[] = []
  await Promise.all([
    place.call('GET', '/issues/1').then(({ status }) => order.push(`slow ${status}`)),
    place.call('GET', '/labels').then(({ status }) => order.push(`quick ${status}`))
  ])
  expect(order).toEqual(['quick 200', 'slow 200'])
})
