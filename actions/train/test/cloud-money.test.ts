import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import type { Policy } from '../../../shared/src/domain/policy/policy.js'
import { trainingRecord, type TrainingRecord } from '../../../shared/src/domain/records/training.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { aRequest, aRequestRecord, aTrainingRecord } from '../../../shared/testing/builders/records.js'
import { CloudWorld } from './cloud-world.js'

const now = new Date()
/** A run that was asked for this month, or in the one so many before. */
function idOf(number: number, monthsAgo = 0): string {
  const month = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo, 1)).toISOString()
  return `train-${month.slice(0, 7).replace('-', '')}01-000000-${String(number).padStart(8, '0')}`
}

/** The last moment of the month before this one, and the first of this one, in UTC. */
const turnOfMonth = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1)
const lastMonth = new Date(turnOfMonth - 1).toISOString()
const thisMonth = new Date(turnOfMonth).toISOString()

let world: CloudWorld
beforeEach(async () => {
  world = await CloudWorld.open()
})
afterEach(async () => {
  expect(world.leftovers()).toEqual([])
  expect(await world.close()).toEqual([])
})

async function ask(trainingId: string, compute: NonNullable<TrainingRequest['compute']> = {}): Promise<void> {
  const request = aRequest({
    compute: { backend: 'sagemaker', max_runtime: '1h', ...compute },
    hyperparameters: { n_estimators: 5 }
  })
  const record = aRequestRecord({ request, training_id: trainingId })
  await writeRecord(world.store, layout.request(trainingId), record)
}

const start = (trainingId: string) => world.process().call({ 'training-id': trainingId })

const recordOf = async (trainingId: string) =>
  (await readRecord(world.store, layout.training(trainingId), trainingRecord))?.value

async function put(change: Partial<TrainingRecord> & { training_id: string }): Promise<void> {
  const record = aTrainingRecord({ backend: 'sagemaker', ...change })
  await writeRecord(world.store, layout.training(change.training_id), record)
}

const limit = (limits: NonNullable<Policy['limits']>) => {
  world.policy = { prices: { 'ml.m5.xlarge': 0.23 }, limits }
}
const cost = (worst: number, billed?: number) => ({
  worst_case_usd: worst,
  ...(billed !== undefined && { billed_usd: billed }),
  usd_per_hour: 0.23,
  instance_type: 'ml.m5.xlarge',
  instance_count: 1
})

describe('the month’s total', () => {
  test('is of the calendar month in UTC: bills, and the worst case of what has none', async () => {
    // Asked for last month, and started in the last and in the first millisecond.
    await put({ training_id: idOf(1, 1), started_at: lastMonth, cost: cost(50, 50) })
    await put({ training_id: idOf(2, 1), started_at: thisMonth, cost: cost(9, 0.5) })
    await put({ training_id: idOf(3), started_at: thisMonth, status: 'running', cost: cost(0.25) })
    await put({ training_id: idOf(4), started_at: thisMonth, backend: 'local', cost: cost(70, 70) })
    await ask(idOf(9))
    // 0.50 + 0.25 + 0.23 = 0.98.
    limit({ max_cost_usd_per_month: 0.97 })
    const refused = await start(idOf(9))
    expect(refused).toMatchObject({ decision: 'refused', reasonCode: 'over-budget' })
    expect(refused.message).toContain('0.75 USD so far + 0.23 USD = 0.98 USD, limit 0.97 USD')
    limit({ max_cost_usd_per_month: 0.98 })
    expect(await start(idOf(9))).toMatchObject({ decision: 'completed' })
  })

  test('holds for runs at the same moment, and a refused one takes nothing from the next', async () => {
    const ids = [1, 2, 3].map(number => idOf(number))
    for (const id of ids) await ask(id)
    // Room for two of three, at 0.23 each.
    limit({ max_cost_usd_per_month: 0.5 })
    const outcomes = await Promise.all(ids.map(start))
    expect(world.jobs.length).toBeLessThanOrEqual(2)
    const done = outcomes.filter(({ decision }) => decision === 'completed').length
    expect(world.jobs).toHaveLength(done)
    // One after the other there is room again, for what was billed is next to nothing.
    for (const id of ids) expect(await start(id)).toMatchObject({ decision: 'completed' })
  })
})

describe('the bill', () => {
  test('of spot is held against the full price for all of max_wait', async () => {
    await ask(idOf(1), { spot: true, max_wait: '3h' })
    // 0.23 × 3 = 0.69.
    limit({ max_cost_usd: 0.68 })
    const refused = await start(idOf(1))
    expect(refused.message).toContain('× 3 h (max_wait) = at most 0.69 USD')
    expect(refused).toMatchObject({ decision: 'refused', reasonCode: 'over-budget' })
    limit({ max_cost_usd: 0.69 })
    const done = await start(idOf(1))
    expect(done).toMatchObject({ decision: 'completed', record: { cost: { worst_case_usd: 0.69 } } })
  })

  test('has what lost jobs were billed in it', async () => {
    await ask(idOf(1), { spot: true })
    const { controls } = world.cloud.sagemaker
    controls.capacityErrors = 2
    expect(await start(idOf(1))).toMatchObject({ decision: 'completed' })
    expect(world.jobs).toHaveLength(3)
    const billed = await Promise.all(
      world.jobs.map(async name => (await world.remote.describe(name))?.billableSeconds ?? 0)
    )
    const record = await recordOf(idOf(1))
    const seconds = billed.reduce((sum, own) => sum + own, 0)
    expect(record).toMatchObject({ billable_seconds: seconds, attempts: { retries: 2 } })
    expect(record?.cost?.billed_usd).toBeCloseTo((0.23 * seconds) / 3600, 12)
  })
})

test('the arithmetic is shown before anything is made, the bill beside it afterwards', async () => {
  await ask(idOf(1))
  limit({ max_cost_usd: 1, max_cost_usd_per_month: 5 })
  const process = world.process()
  await process.call({ 'training-id': idOf(1) })
  const at = (text: string) => process.lines.findIndex(line => line.includes(text))
  const shown = [
    '0.23 USD per hour of ml.m5.xlarge × 1 instance × 1 h (max_runtime) = at most 0.23 USD',
    'This run: 0.23 USD, limit 1.00 USD',
    `All runs of ${now.toISOString().slice(0, 7)} (UTC): 0.23 USD, limit 5.00 USD`,
    'Starting',
    'of at most 0.23 USD'
  ].map(at)
  expect(shown).toEqual(shown.toSorted((a, b) => a - b))
  expect(shown).not.toContain(-1)
})

test.each([
  ['another region', {}, 'ml.m5.xlarge', 'eu-central-1'],
  ['another instance', { 'ml.m5.xlarge': 0.23 }, 'ml.c5n.xlarge', 'eu-central-1']
])('the unknown price of %s is refused with the line to add', async (_, prices, type, region) => {
  world.policy = { prices }
  await ask(idOf(1), { instance_type: type })
  const outcome = await start(idOf(1))
  expect(outcome).toMatchObject({ decision: 'refused', reasonCode: 'price-unknown' })
  expect(outcome.message).toContain(`the price of ${type} in ${region} is not known`)
  expect(outcome.message).toContain(`"prices: {${type}: <price>}"`)
  expect(world.jobs).toEqual([])
})
