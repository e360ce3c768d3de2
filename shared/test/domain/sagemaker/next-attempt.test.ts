import { describe, expect, test } from '@jest/globals'
import { firstAttempt, nextAttempt, type AttemptResult } from '../../../src/domain/sagemaker/next-attempt.js'

const failed = (cause: 'capacity' | 'internal' | 'user-error' | 'image' | 'data' | 'access' | 'other') =>
  ({ how: 'failed', cause, code: 'x', message: '', hint: undefined }) as const
const refused = (code: string) => ({ how: 'not-created', code }) as const
const stopped = (code: 'max-runtime' | 'max-wait' | 'stop-requested' | 'stopped-elsewhere') =>
  ({ how: 'stopped', code, message: '' }) as const

describe('nextAttempt', () => {
  test.each<[string, AttemptResult, number[], number[]]>([
    ['capacity', failed('capacity'), [60, 120, 240], [1, 2, 3]],
    ["the service's own failure", failed('internal'), [60, 120, 240], [1, 2, 3]],
    ['the loss of a spot instance', { how: 'interrupted', message: '' }, [30, 30, 30], [1, 2, 3]],
    // The job may have been made: it must not get a second name.
    ['capacity at the start', refused('sagemaker-capacity'), [60, 120, 240], [0, 0, 0]],
    ['throttling', refused('sagemaker-throttled'), [60, 120, 240], [0, 0, 0]]
  ])('tries three times more after %s', (_, result, waits, jobs) => {
    let attempts = firstAttempt
    for (const [index, waitSeconds] of waits.entries()) {
      const next = { retries: index + 1, job: jobs[index] }
      const decision = nextAttempt(result, attempts)
      expect(decision).toMatchObject({ retry: true, next, waitSeconds })
      if (decision.retry) attempts = decision.next
    }
    expect(nextAttempt(result, attempts)).toEqual({ retry: false })
  })

  test.each<[string, AttemptResult]>([
    ["the user's error", failed('user-error')],
    ['a missing image', failed('image')],
    ['missing data', failed('data')],
    ['missing rights', failed('access')],
    ['an unknown reason', failed('other')],
    ['a quota', refused('quota-exceeded')],
    ['expired credentials', refused('credentials-expired')],
    ['an invalid job', refused('job-invalid')],
    ['its longest time', stopped('max-runtime')],
    ['its longest wait', stopped('max-wait')],
    ['a stop', stopped('stop-requested')],
    ['a stop in the console', stopped('stopped-elsewhere')],
    ['success', { how: 'completed' }]
  ])('does not try again after %s', (_, result) => {
    expect(nextAttempt(result, firstAttempt)).toEqual({ retry: false })
  })
})
