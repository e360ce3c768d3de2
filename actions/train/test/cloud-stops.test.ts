import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { ServiceError } from '../../../shared/src/errors.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { throttled } from '../../../shared/testing/aws-server/http/failures.js'
import { droppedConnection } from '../../../shared/testing/failure-plan.js'
import { CloudWorld, jobName } from './cloud-world.js'

let world: CloudWorld
beforeEach(async () => {
  world = await CloudWorld.open()
})
afterEach(async () => {
  expect(world.leftovers()).toEqual([])
  expect(await world.close()).toEqual([])
})

/** As the service names its states, and as the suite does. */
const moments = [
  ['Starting', 'starting'],
  ['Downloading', 'downloading'],
  ['Training', 'training'],
  ['Uploading', 'uploading']
] as const

describe('a cancelled workflow', () => {
  test.each(moments)('stops the job while it is %s, for good', async (state, phase) => {
    world.cloud.sagemaker.controls.held.add(state)
    const process = world.process()
    const running = process.call()
    await world.untilPhase(phase)
    process.cancellation.abort()
    expect(await running).toMatchObject({ decision: 'stopped', reasonCode: 'cancelled' })
    await world.cloud.sagemaker.ended(jobName)
    await process.post()
    expect(await world.states()).toEqual({ [jobName]: 'stopped' })
    expect(await world.record()).toMatchObject({
      status: 'stopped',
      reason_code: 'cancelled',
      cost: { billed_usd: expect.any(Number) }
    })
    // A job that was stopped is not started again by a re-run.
    expect(await world.process().call()).toMatchObject({ decision: 'stopped', reasonCode: 'cancelled' })
    expect(world.jobs).toEqual([jobName])
  })

  test('before anything was asked for asks for nothing', async () => {
    const process = world.process()
    process.cancellation.abort()
    expect(await process.call()).toMatchObject({ decision: 'stopped', reasonCode: 'cancelled' })
    expect(world.jobs).toEqual([])
    expect((await world.record())?.job_name).toBeUndefined()
    expect(await world.process().call()).toMatchObject({ decision: 'completed' })
  })

  test('that breaks off an upload stops the run, and asks for nothing', async () => {
    const process = world.process()
    world.store.upload = async () => {
      process.cancellation.abort()
      throw new ServiceError('store-cancelled', 'the transfer was cancelled', { retryable: true })
    }
    expect(await process.call()).toMatchObject({ decision: 'stopped', reasonCode: 'cancelled' })
    expect(world.jobs).toEqual([])
    const record = await world.record()
    expect(record).toMatchObject({ status: 'stopped', reason_code: 'cancelled', cost: { billed_usd: 0 } })
    expect(record?.job_name).toBeUndefined()
  })

  test('leaves the job to the process that has taken the run since', async () => {
    world.cloud.sagemaker.controls.held.add('Training')
    const successor = world.process()
    const running = successor.call()
    await world.untilPhase('training')
    await world.process().post(JSON.stringify({ trainingId, owner: 'a-dead-process' }))
    expect(await world.states()).toEqual({ [jobName]: 'in-progress' })
    world.cloud.sagemaker.controls.held.clear()
    expect(await running).toMatchObject({ decision: 'completed' })
  })

  test('while the answer to Create is lost leaves no job', async () => {
    world.cloud.sagemaker.controls.held.add('Training')
    world.cloud.failures.add(/CreateTrainingJob/, droppedConnection('handling'), 2)
    const process = world.process()
    const running = process.call()
    await world.untilPhase('training')
    process.cancellation.abort()
    await running
    await world.cloud.sagemaker.ended(jobName)
    await process.post()
    expect(await world.states()).toEqual({ [jobName]: 'stopped' })
  })
})

describe('a process that is killed', () => {
  /** It sleeps until it hears that the run is another's; until then its record is made as silent as a dead one's is. */
  const killed = async (phase: string) => {
    const sleepsForEver = (_: number, signal?: AbortSignal) =>
      new Promise<void>(done => {
        if (signal?.aborted === true) done()
        else signal?.addEventListener('abort', () => done())
      })
    const dead = world.process().call({}, { sleep: sleepsForEver })
    await world.untilPhase(phase)
    const silent = { ...(await world.record()), owner: 'nobody', heartbeat_at: '2025-01-10T09:31:00Z' }
    await world.put(layout.training(trainingId), JSON.stringify(silent))
    return dead
  }

  test.each(moments)('while the job is %s loses nothing: the next one follows it', async (state, phase) => {
    world.cloud.sagemaker.controls.held.add(state)
    await killed(phase)
    const running = world.process().call()
    world.cloud.sagemaker.controls.held.delete(state)
    expect(await running).toMatchObject({ decision: 'completed', reasonCode: 'trained' })
    expect(world.jobs).toEqual([jobName])
    expect(await world.states()).toEqual({ [jobName]: 'completed' })
  })
})

describe('operation stop', () => {
  test('stops a job that nobody follows, and settles the run', async () => {
    world.cloud.sagemaker.controls.held.add('Training')
    expect(await world.process().call({ wait: 'false' })).toMatchObject({
      decision: 'submitted',
      reasonCode: 'detached'
    })
    await world.untilPhase('training')
    expect(await world.process().call({ operation: 'stop' })).toMatchObject({
      decision: 'stopped',
      reasonCode: 'stop-requested'
    })
    expect(await world.states()).toEqual({ [jobName]: 'stopped' })
    expect((await world.record())?.cost?.billed_usd).toBeDefined()
  })

  test('stops a job that another process follows', async () => {
    world.cloud.sagemaker.controls.held.add('Training')
    const owner = world.process().call()
    await world.untilPhase('training')
    const stopper = await world.process().call({ operation: 'stop' })
    expect(stopper).toMatchObject({ decision: 'stopped', reasonCode: 'stop-requested' })
    expect(await owner).toMatchObject({ decision: 'stopped', reasonCode: 'stop-requested' })
    expect(world.jobs).toEqual([jobName])
  })
})

test('operation stop settles a run whose owner leaves it without having heard', async () => {
  world.cloud.sagemaker.controls.held.add('Training')
  await world.process().call({ wait: 'false' })
  await world.untilPhase('training')
  const running = { ...(await world.record()), status: 'running', heartbeat_at: new Date().toISOString() }
  await world.put(layout.training(trainingId), JSON.stringify(running))
  const stopping = world.process().call({ operation: 'stop' })
  await world.cloud.sagemaker.ended(jobName)
  const left = { ...(await world.record()), status: 'submitted', reason_code: 'detached' }
  await world.put(layout.training(trainingId), JSON.stringify(left))
  expect(await stopping).toMatchObject({ decision: 'stopped', reasonCode: 'stop-requested' })
  expect((await world.record())?.cost?.billed_usd).toBeDefined()
})

describe('a run that is left', () => {
  test('is settled by a later look at its status', async () => {
    world.cloud.sagemaker.controls.held.add('Training')
    const first = world.process()
    await first.call({ wait: 'false' })
    await first.post()
    const look = () => world.process().call({ operation: 'status' })
    expect(await look()).toMatchObject({ decision: 'submitted', reasonCode: 'detached' })
    world.cloud.sagemaker.controls.held.clear()
    await world.cloud.sagemaker.ended(jobName)
    expect(await look()).toMatchObject({ decision: 'completed', reasonCode: 'trained' })
    expect(await look()).toMatchObject({ decision: 'completed', reasonCode: 'already-trained' })
    expect(world.jobs).toEqual([jobName])
  })
})

test('two processes at the same time ask for one job', async () => {
  const outcomes = await Promise.all([world.process().call(), world.process().call()])
  expect(outcomes.map(({ decision }) => decision)).toEqual(['completed', 'completed'])
  expect(world.jobs).toEqual([jobName])
})

test('throttling is waited for', async () => {
  world.cloud.failures.add(/CreateTrainingJob/, throttled(), 2)
  expect(await world.process().call()).toMatchObject({ decision: 'completed' })
  expect(world.jobs).toEqual([jobName])
})
