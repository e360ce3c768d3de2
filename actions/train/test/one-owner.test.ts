import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { classifierArchive } from '../../../shared/testing/builders/model-archive.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import {
  leaves,
  runsUntilReleased,
  runsUntilStopped
} from '../../../shared/testing/fakes/scripted-training-service.js'
import { until } from '../../../shared/testing/until.js'
import { World } from './world.js'

let world: World
beforeEach(async () => {
  world = new World()
  await world.asked()
})
afterEach(() => {
  expect(world.leftovers()).toEqual([])
  world.close()
})

const justNow = {
  status: 'running',
  reason_code: 'still-running',
  owner: 'other-job',
  finished_at: null
} as const
/** A running record whose owner was last heard of 61 seconds ago. */
const silent = { ...justNow, heartbeat_at: '2025-01-10T09:58:59Z', started_at: '2025-01-10T09:00:00Z' }
const alive = { ...silent, heartbeat_at: '2025-01-10T09:59:59Z' }

const finishing = async () => runsUntilReleased(leaves(await classifierArchive()))

describe('a run that was trained before', () => {
  test('is reported and not trained again', async () => {
    await world.putTraining({})
    const outcome = await world.call()
    expect(outcome).toMatchObject({ decision: 'completed', reasonCode: 'already-trained' })
    expect(outcome.record?.owner).toBe('job-1')
    expect(world.service.jobs).toEqual([])
  })

  test.each(['failed', 'stopped'] as const)('and %s is trained again', async status => {
    await world.putTraining({ status, message: 'earlier' })
    expect(await world.call()).toMatchObject({ decision: 'completed', reasonCode: 'trained' })
    expect(await world.record()).toMatchObject({ status: 'completed', owner: 'this-job' })
    expect((await world.record())?.message).toBeUndefined()
  })

  test('and abandoned is taken over', async () => {
    await world.putTraining(silent)
    expect(await world.call()).toMatchObject({ decision: 'completed', reasonCode: 'trained' })
    expect(await world.record()).toMatchObject({ status: 'completed', owner: 'this-job' })
  })
})

describe('a run that another job is training', () => {
  test('is waited for', async () => {
    const { script, started, release } = await finishing()
    world.service.script = script
    const first = world.call({}, { owner: 'first' })
    await started
    const second = world.call({}, { owner: 'second' })
    release()
    expect(await first).toMatchObject({ decision: 'completed', reasonCode: 'trained' })
    expect(await second).toMatchObject({ decision: 'completed', reasonCode: 'already-trained' })
    expect((await second).record).toEqual((await first).record)
    expect(world.service.jobs).toHaveLength(1)
  })

  test('and fails tells the waiting job why', async () => {
    const failing = runsUntilReleased(async () => ({
      status: 'failed',
      code: 'one-class',
      message: 'Only one class',
      hint: undefined
    }))
    world.service.script = failing.script
    const first = world.call({}, { owner: 'first' })
    await failing.started
    const second = world.call({}, { owner: 'second' })
    failing.release()
    await first
    expect(await second).toMatchObject({
      decision: 'failed',
      reasonCode: 'one-class',
      message: 'Only one class'
    })
  })

  test.each([
    ['wait is false', { wait: 'false' }, {}],
    ['the wait-timeout is over', {}, { waitTimeoutSeconds: 0 }]
  ])('is left alone when %s', async (_name, texts, change) => {
    await world.putTraining(alive)
    expect(await world.call(texts, { change })).toMatchObject({
      decision: 'submitted',
      reasonCode: 'still-running'
    })
    expect(await world.record()).toMatchObject(alive)
  })

  test('is left alone when this workflow is cancelled', async () => {
    await world.putTraining(alive)
    world.cancellation.abort()
    expect(await world.call()).toMatchObject({ decision: 'submitted' })
    expect(await world.record()).toMatchObject({ status: 'running', owner: 'other-job' })
  })

  test('and dies is called abandoned', async () => {
    await world.putTraining(alive)
    const outcome = world.call()
    await until(() => world.lines.length > 0, 'a line', { everyMs: 1 })
    expect(world.lines[0]).toContain('waiting for it')
    world.now = new Date('2025-01-10T10:01:30Z')
    expect(await outcome).toMatchObject({ decision: 'stopped', reasonCode: 'abandoned' })
  })
})

test('of two jobs at the same time one owns the run', async () => {
  const outcomes = await Promise.all(['first', 'second'].map(owner => world.call({}, { owner })))
  expect(outcomes.map(outcome => outcome.reasonCode).sort()).toEqual(['already-trained', 'trained'])
  expect(world.service.jobs).toHaveLength(1)
})

test('a job that was thought dead neither goes on nor overwrites the record of its successor', async () => {
  world.service.script = runsUntilStopped
  const first = world.call({}, { owner: 'first' })
  await world.until(record => record?.owner === 'first')
  await world.putTraining({ ...justNow, owner: 'second', heartbeat_at: '2025-01-10T10:00:00Z' })
  expect(await first).toMatchObject({ decision: 'submitted', reasonCode: 'still-running' })
  expect(await world.record()).toMatchObject({ status: 'running', owner: 'second' })
})

describe('operation: stop', () => {
  test('stops the job that trains, and both say so', async () => {
    world.service.script = runsUntilStopped
    const training = world.call()
    await world.until(record => record !== undefined)
    const stopping = await world.call({ operation: 'stop' }, { owner: 'stopper' })
    expect(stopping).toMatchObject({ decision: 'stopped', reasonCode: 'stop-requested' })
    expect(await training).toMatchObject({
      decision: 'stopped',
      reasonCode: 'stop-requested',
      message: 'Another job asked to stop the training.'
    })
    expect(await world.record()).toMatchObject({ status: 'stopped', reason_code: 'stop-requested' })
  })

  test('of a job that does not listen gives up waiting', async () => {
    await world.putTraining(alive)
    const outcome = await world.call({ operation: 'stop' }, { change: { waitTimeoutSeconds: 0 } })
    expect(outcome).toMatchObject({ decision: 'submitted', reasonCode: 'still-running' })
    expect((await world.record())?.stop_requested_at).toBe('2025-01-10T10:00:00.000Z')
  })

  test.each([
    ['completed', 'completed', 'already-trained'],
    ['failed', 'stopped', 'nothing-to-stop'],
    ['stopped', 'stopped', 'nothing-to-stop']
  ] as const)('of a run that is %s changes nothing', async (status, decision, reasonCode) => {
    await world.putTraining({ status })
    const before = await world.record()
    expect(await world.call({ operation: 'stop' })).toMatchObject({ decision, reasonCode })
    expect(await world.record()).toEqual(before)
  })

  test('of a run that was never started', async () => {
    expect(await world.call({ operation: 'stop' })).toMatchObject({
      decision: 'stopped',
      reasonCode: 'nothing-to-stop',
      trainingId
    })
  })

  test('of an abandoned run does not wait', async () => {
    await world.putTraining(silent)
    expect(await world.call({ operation: 'stop' })).toMatchObject({
      decision: 'stopped',
      reasonCode: 'abandoned'
    })
  })
})

describe('operation: status', () => {
  test.each([
    ['running', alive, 'submitted', 'still-running'],
    ['abandoned', silent, 'stopped', 'abandoned'],
    ['completed', {}, 'completed', 'already-trained'],
    ['failed', { status: 'failed', reason_code: 'one-class' }, 'failed', 'one-class']
  ] as const)('of a run that is %s', async (_name, record, decision, reasonCode) => {
    await world.putTraining(record)
    expect(await world.call({ operation: 'status' })).toMatchObject({ decision, reasonCode })
    expect(world.service.jobs).toEqual([])
  })

  test('of a run that was never started', async () => {
    expect(await world.call({ operation: 'status' })).toMatchObject({ reasonCode: 'nothing-to-stop' })
  })
})
