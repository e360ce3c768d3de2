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

test('keeps every appointment at its moment and in order, however fast the time passes', async () => {
  const start = Date.UTC(2025, 0, 10)
  const clock = new JobClock(() => new Date(start))
  const { signal } = new AbortController()
  const kept: string[] = []
  for (const minute of [30, 10, 20]) {
    const time = new Date(start + minute * 60_000)
    void clock
      .reach(time, signal)
      .then(() => kept.push(`${minute}: ${clock.now().toISOString().slice(11, 16)}`))
  }
  await clock.pass(25 * 60, 1e6, signal)
  expect(kept).toEqual(['10: 00:10', '20: 00:20'])
})

test('stops passing at an appointment that ends it', async () => {
  const start = Date.UTC(2025, 0, 10)
  const clock = new JobClock(() => new Date(start))
  const over = new AbortController()
  void clock.reach(new Date(start + 60_000), over.signal).then(() => over.abort())
  await clock.pass(3600, 1e6, over.signal)
  expect(clock.now()).toEqual(new Date(start + 60_000))
})
