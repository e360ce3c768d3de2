import { expect, test } from '@jest/globals'
import { JobClock } from '../../../testing/aws-server/sagemaker/job-clock.js'

test('lets pass what it was to, also in a process that is held up', async () => {
  let real = Date.UTC(2025, 0, 10)
  const clock = new JobClock(() => new Date(real))
  const passing = clock.pass(60, 1000, new AbortController().signal)
  // Ten seconds here would be 10,000 of the job's.
  real += 10_000
  expect(clock.now()).toEqual(new Date(Date.UTC(2025, 0, 10, 0, 1)))
  await passing
  expect(clock.now()).toEqual(new Date(Date.UTC(2025, 0, 10, 0, 1)))
  real += 2000
  expect(clock.now()).toEqual(new Date(Date.UTC(2025, 0, 10, 0, 1, 2)))
})
