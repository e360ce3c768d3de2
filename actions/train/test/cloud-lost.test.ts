import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { readRecord } from '../../../shared/src/action/record-store.js'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { throttled } from '../../../shared/testing/aws-server/http/failures.js'
import { resumeRun } from '../src/cloud/train-in-cloud.js'
import { CloudWorld, jobName } from './cloud-world.js'

const next = `${jobName}-r1`
const LEFT = { decision: 'submitted', reasonCode: 'detached' }
const LAST = { attempts: { retries: 3, job: 0 } }
const LONG_PAUSE_SECONDS = 3600
/** How often the client of the tests asks before it gives up. */
const CLIENT_ATTEMPTS = 2
let world: CloudWorld
beforeEach(async () => {
  world = await CloudWorld.open()
})
afterEach(async () => {
  expect(world.leftovers()).toEqual([])
  expect(await world.close()).toEqual([])
})

const call = (texts: Readonly<Record<string, string>>) => world.process().call(texts)
const controls = () => world.cloud.sagemaker.controls

async function change(fields: Partial<TrainingRecord>): Promise<void> {
  await world.put(layout.training(trainingId), JSON.stringify({ ...(await world.record()), ...fields }))
}

/** A run that was left with its job, which waits for instances that there will not be. */
async function leftStarting(): Promise<void> {
  controls().capacityErrors = 1
  controls().held.add('Starting')
  await call({ wait: 'false' })
}

/** From now on jobs stay in training. */
async function loseJob(): Promise<void> {
  controls().held.clear()
  controls().held.add('Training')
  await world.cloud.sagemaker.ended(jobName)
}

async function lost(): Promise<void> {
  await leftStarting()
  await loseJob()
}

/** A run that was left, and whose job, billed by now, was lost with its spot instance; gives the seconds. */
async function lostSpot(): Promise<number> {
  await world.ask({ spot: true })
  controls().interruptAfterSeconds.push(0)
  controls().held.add('Interrupted')
  await call({ wait: 'false' })
  await world.untilPhase('interrupted')
  await world.remote.stop(jobName)
  await world.cloud.sagemaker.ended(jobName)
  controls().held.clear()
  const seconds = (await world.remote.describe(jobName))?.billableSeconds ?? 0
  expect(seconds).toBeGreaterThan(0)
  return seconds
}

async function letJobComplete(name: string): Promise<void> {
  controls().held.clear()
  await world.cloud.sagemaker.ended(name)
}

describe('wait: false that finds the job of its run', () => {
  test('lost asks for the next one and leaves it running', async () => {
    await lost()
    const process = world.process()
    expect(await process.call({ wait: 'false' })).toMatchObject(LEFT)
    expect(process.lines).toContain('Trying again in 60 s (1 of 3): there was no capacity.')
    expect(await world.states()).toEqual({ [jobName]: 'failed', [next]: 'in-progress' })
    expect(await world.record()).toMatchObject({
      status: 'submitted',
      job_name: next,
      attempts: { retries: 1, job: 1 }
    })
    await process.post()
    await letJobComplete(next)
    expect(await call({ wait: 'false' })).toMatchObject({ decision: 'completed', reasonCode: 'trained' })
    expect(world.jobs).toEqual([jobName, next])
  })

  test('lost asks for one next job, however many do so at the same time', async () => {
    await lost()
    const outcomes = await Promise.all([1, 2, 3].map(() => call({ wait: 'false' })))
    expect(outcomes.map(({ decision }) => decision)).toEqual(['submitted', 'submitted', 'submitted'])
    expect(world.jobs).toEqual([jobName, next])
  })

  test('lost for the fourth time ends the run', async () => {
    await lost()
    await change(LAST)
    expect(await call({ wait: 'false' })).toMatchObject({ decision: 'failed', reasonCode: 'job-capacity' })
    expect(world.jobs).toEqual([jobName])
  })
})

describe('the bill of a lost job', () => {
  test('counts once, beside the worst case of the next job and then beside its bill', async () => {
    const seconds = await lostSpot()
    controls().held.add('Training')
    await call({ wait: 'false' })
    const { cost } = (await world.record()) ?? {}
    expect(cost?.earlier_billable_seconds).toBe(seconds)
    // The two hours that spot may take, and what the lost job was billed, at 0.23 USD an hour.
    expect(cost?.worst_case_usd).toBeCloseTo(0.46 + (0.23 * seconds) / 3600, 12)
    await letJobComplete(next)
    await call({ operation: 'status' })
    const own = (await world.remote.describe(next))?.billableSeconds ?? 0
    expect(await world.record()).toMatchObject({ status: 'completed', billable_seconds: seconds + own })
  })

  test('is in the record of a run whose next job is refused', async () => {
    const seconds = await lostSpot()
    world.policy = { ...world.policy, limits: { instance_types: ['ml.c5.*'] } }
    expect(await call({ wait: 'false' })).toMatchObject({ decision: 'refused', reasonCode: 'policy-forbids' })
    expect(await world.record()).toMatchObject({
      status: 'failed',
      reason_code: 'policy-forbids',
      job_name: jobName,
      billable_seconds: seconds
    })
    expect(world.jobs).toEqual([jobName])
  })
})

describe('a wait-timeout that passes while the job is lost', () => {
  /** The job is lost between the last look of the waiting and the one after it. */
  const impatient = async (meanwhile = () => {}) => {
    await leftStarting()
    const process = world.process()
    const sleep = async (milliseconds: number, signal?: AbortSignal) => {
      if (milliseconds < LONG_PAUSE_SECONDS * 1000) return world.sleep(milliseconds, signal)
      await loseJob()
      meanwhile()
      while (signal?.aborted === false) await world.sleep(0)
    }
    const outcome = await process.call({ 'wait-timeout': '2s' }, { pace: () => LONG_PAUSE_SECONDS, sleep })
    return { outcome, lines: process.lines }
  }

  test('leaves the run with the next job', async () => {
    expect((await impatient()).outcome).toMatchObject(LEFT)
    expect(await world.states()).toEqual({ [jobName]: 'failed', [next]: 'in-progress' })
    await letJobComplete(next)
  })

  test('asks for the next job again where that may help', async () => {
    const { outcome, lines } = await impatient(() =>
      world.cloud.failures.add(/CreateTrainingJob/, throttled(), CLIENT_ATTEMPTS)
    )
    expect(outcome).toMatchObject(LEFT)
    expect(lines.filter(line => line.startsWith('Trying again'))).toEqual([
      'Trying again in 60 s (1 of 3): there was no capacity.',
      'Trying again in 120 s (2 of 3): SageMaker asked for fewer requests.'
    ])
    expect(await world.record()).toMatchObject({ job_name: next, attempts: { retries: 2, job: 1 } })
  })
})

describe('operation status of a run whose job was lost', () => {
  const silent = { status: 'running', reason_code: 'still-running' } as const

  test.each<[string, Partial<TrainingRecord>]>([
    ['was left', {}],
    ['died', { ...silent, heartbeat_at: '2025-01-10T09:31:00Z' }]
  ])('by a step that %s says so and changes nothing; start asks for the next one', async (_, fields) => {
    await lost()
    await change(fields)
    const before = await world.record()
    const outcome = await call({ operation: 'status' })
    expect(outcome).toMatchObject({ ...LEFT, record: before })
    expect(outcome.message).toMatch(
      `The training job ${jobName} was lost: there was no capacity. The run is left as it is; operation start`
    )
    expect(await world.record()).toEqual(before)
    expect(world.jobs).toEqual([jobName])
    controls().held.clear()
    expect(await call({})).toMatchObject({ decision: 'completed', reasonCode: 'trained' })
    expect(world.jobs).toEqual([jobName, next])
  })

  test.each<[string, Partial<TrainingRecord>, string, string]>([
    ['for the fourth time', LAST, 'failed', 'job-capacity'],
    ['after a wish to stop', { stop_requested_at: '2025-01-10T09:31:00Z' }, 'stopped', 'stop-requested']
  ])('%s settles it', async (_, fields, decision, reasonCode) => {
    await lost()
    await change(fields)
    expect(await call({ operation: 'status' })).toMatchObject({ decision, reasonCode })
    expect((await world.record())?.cost?.billed_usd).toBe(0)
    expect(world.jobs).toEqual([jobName])
  })
})

test('operation stop of a run whose job was lost stops the run', async () => {
  await lost()
  expect(await call({ operation: 'stop' })).toMatchObject({
    decision: 'stopped',
    reasonCode: 'stop-requested'
  })
  expect(await world.record()).toMatchObject({ status: 'stopped', cost: { billed_usd: 0 } })
  expect(world.jobs).toEqual([jobName])
})

test('who takes a run and may ask for no job leaves it for those who may', async () => {
  await lost()
  const process = world.process()
  const request = await readRecord(world.store, layout.request(trainingId), requestRecord)
  if (request === undefined) throw new Error('the test asks for a run')
  const work = { inputs: process.inputs(), ports: process.ports(), request: request.value }
  expect(await resumeRun(work)).toMatchObject(LEFT)
  expect(process.lines.join('\n')).toContain('was lost: there was no capacity.')
  expect(await world.record()).toMatchObject({ status: 'submitted', job_name: jobName })
  expect(process.kept.get('training-settled')).toBe('true')
})
