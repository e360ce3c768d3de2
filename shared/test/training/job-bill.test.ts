import { expect, test } from '@jest/globals'
import type { RemoteJob } from '../../src/domain/sagemaker/remote-job.js'
import { aTrainingRecord } from '../../testing/builders/records.js'
import { lostSeconds, withLostJob } from '../../src/training/cloud/job-bill.js'

const at = (minute: number) => new Date(Date.UTC(2025, 0, 10, 9, minute))

test.each<[string, Partial<RemoteJob>, number]>([
  ['what it was billed', { billableSeconds: 70, trainingSeconds: 100, startedAt: at(0) }, 70],
  ['how long it trained, where SageMaker names no bill', { trainingSeconds: 100, startedAt: at(0) }, 100],
  ['all its time, where SageMaker names neither', { startedAt: at(0), endedAt: at(2) }, 120],
  ['nothing, when it never started', { endedAt: at(2) }, 0]
])('a lost job counts for %s', (_, known, seconds) => {
  const unknown = { billableSeconds: undefined, trainingSeconds: undefined, startedAt: undefined }
  const job = { name: 'j', endedAt: undefined, ...unknown, ...known } as RemoteJob
  expect(lostSeconds(job)).toBe(seconds)
})

test('a lost job is billed beside the worst case of the next, and beside those before', () => {
  const cost = { worst_case_usd: 1, usd_per_hour: 0.36, instance_type: 'ml.m5.xlarge', instance_count: 2 }
  // 0.36 USD an hour and instance, 100 s of two: 0.02 USD.
  const once = withLostJob({ ...aTrainingRecord(), cost }, 100)
  expect(once.cost).toEqual({ ...cost, worst_case_usd: 1.02, earlier_billable_seconds: 100 })
  expect(once.estimated_cost_usd).toBe(1.02)
  const twice = withLostJob(once, 50)
  expect(twice.cost?.worst_case_usd).toBeCloseTo(1.03, 12)
  expect(twice.cost?.earlier_billable_seconds).toBe(150)
})
