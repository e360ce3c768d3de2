import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { Policy } from '../../../shared/src/domain/policy/policy.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { aTrainingRecord, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { CloudWorld, jobName } from './cloud-world.js'

const prices = { 'ml.m5.xlarge': 0.23 }
let world: CloudWorld
beforeEach(async () => {
  world = await CloudWorld.open()
})
afterEach(async () => {
  expect(world.leftovers()).toEqual([])
  expect(await world.close()).toEqual([])
})

test.each<[string, Policy, Record<string, string>, string, string]>([
  // 0.23 USD × 1 instance × 1 h = 0.23 USD.
  [
    'a worst case above the limit of a run',
    { prices, limits: { max_cost_usd: 0.22 } },
    {},
    'over-budget',
    '0.23 USD, limit 0.22 USD'
  ],
  ['an unknown price', { prices: {} }, { 'aws-region': 'eu-central-1' }, 'price-unknown', 'ml.m5.xlarge'],
  [
    'an instance type that the policy does not allow',
    { prices, limits: { instance_types: ['ml.c5.*'] } },
    {},
    'policy-forbids',
    'ml.m5.xlarge'
  ],
  ['a store that is not in S3', { prices }, { store: '.mlops' }, 'store-not-in-s3', 'S3']
])('%s is refused before anything is asked for', async (_, policy, texts, reasonCode, said) => {
  world.policy = policy
  if (reasonCode === 'price-unknown') await world.ask({ instance_type: 'ml.c5n.xlarge' })
  const outcome = await world.process().call(texts)
  expect(outcome).toMatchObject({ decision: 'refused', reasonCode })
  expect(outcome.message).toContain(reasonCode === 'price-unknown' ? 'ml.c5n.xlarge' : said)
  expect(world.jobs).toEqual([])
})

test('a run that another process leaves to one that is refused does not keep it waiting for ever', async () => {
  world.policy = { prices, limits: { instance_types: ['ml.c5.*'] } }
  // In half a second its owner counts as dead.
  const heartbeat = new Date(Date.now() - 59_500).toISOString()
  const other = aTrainingRecord({ status: 'running', owner: 'another', heartbeat_at: heartbeat })
  await world.put(layout.training(other.training_id), JSON.stringify(other))
  expect(await world.process().call()).toMatchObject({ decision: 'refused', reasonCode: 'policy-forbids' })
  expect((await world.record())?.owner).toBe('another')
})

test('the month counts what others may still cost', async () => {
  const now = new Date().toISOString()
  const month = now.slice(0, 7).replace('-', '')
  const other = trainingIdOf(1).replace('20250110', `${month}01`)
  const cost = { worst_case_usd: 0.8, usd_per_hour: 0.23, instance_type: 'ml.m5.xlarge', instance_count: 1 }
  const record = aTrainingRecord({
    training_id: other,
    backend: 'sagemaker',
    status: 'running',
    started_at: now,
    cost
  })
  await world.put(layout.training(other), JSON.stringify(record))
  // 0.80 + 0.23 = 1.03 USD.
  world.policy = { prices, limits: { max_cost_usd_per_month: 1.02 } }
  const refused = await world.process().call()
  expect(refused).toMatchObject({ decision: 'refused', reasonCode: 'over-budget' })
  expect(refused.message).toContain('0.80 USD so far + 0.23 USD = 1.03 USD, limit 1.02 USD')
  world.policy = { prices, limits: { max_cost_usd_per_month: 1.03 } }
  expect(await world.process().call()).toMatchObject({ decision: 'completed' })
  expect(world.jobs).toEqual([jobName])
})

test('a job that found no capacity is replaced by one of the next name', async () => {
  world.cloud.sagemaker.controls.capacityErrors = 1
  expect(await world.process().call()).toMatchObject({ decision: 'completed' })
  expect(await world.states()).toEqual({ [jobName]: 'failed', [`${jobName}-r1`]: 'completed' })
  expect(await world.record()).toMatchObject({ job_name: `${jobName}-r1`, attempts: { retries: 1, job: 1 } })
})
