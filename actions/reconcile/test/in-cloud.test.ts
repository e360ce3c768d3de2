import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { inputsOf } from '../../../shared/testing/builders/action-inputs.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { CloudWorld, jobName } from '../../train/test/cloud-world.js'
import { readReconcileInputs } from '../src/inputs.js'
import type { ReconcilePorts } from '../src/ports.js'
import { reconcile } from '../src/reconcile.js'

jest.setTimeout(120_000)

let world: CloudWorld
let directory: string
beforeEach(async () => {
  world = await CloudWorld.open()
  directory = mkdtempSync(join(tmpdir(), 'reconcile-cloud-'))
})
afterEach(async () => {
  expect(readdirSync(directory)).toEqual([])
  rmSync(directory, { recursive: true })
  expect(await world.close()).toEqual([])
})

let processes = 0
function housekeeping(change: Partial<ReconcilePorts> = {}) {
  processes += 1
  const inputs = inputsOf(readReconcileInputs, { store: 's3://bucket/store', 'training-id': '' })
  return reconcile(inputs, {
    store: world.store,
    storeExists: () => true,
    clock: { now: () => new Date() },
    openCloud: async () => world.remote,
    workflows: undefined,
    readFile: async () => undefined,
    readEvent: async () => undefined,
    repository: 'o/r',
    workflowRun: { run_id: '900', attempt: 1 },
    owner: `reconcile-${processes}`,
    temporaryDirectory: directory,
    line: () => undefined,
    sleep: milliseconds => world.sleep(milliseconds),
    ...change
  })
}

/** The run's id names a day in 2025: it is today in this test. */
const then = { clock: { now: () => new Date('2025-01-10T12:00:00Z') } }

/** What is left of a run whose runner died: its record says that somebody follows the job, and is silent. */
async function killed(phase: string) {
  await world.process().call({ wait: 'false' })
  await world.untilPhase(phase)
  const silent = { ...(await world.record()), status: 'running', heartbeat_at: '2025-01-10T09:31:00Z' }
  await world.put(layout.training(trainingId), JSON.stringify(silent))
}

describe('a detached training', () => {
  test('is settled as train would have, by one of two passes', async () => {
    world.cloud.sagemaker.controls.held.add('Training')
    expect(await world.process().call({ wait: 'false' })).toMatchObject({ decision: 'submitted' })
    expect(await housekeeping(then)).toMatchObject({ decision: 'clean', resumed: [], stopped: [] })
    world.cloud.sagemaker.controls.held.delete('Training')
    await world.cloud.sagemaker.ended(jobName)
    const both = await Promise.all([housekeeping(then), housekeeping(then)])
    expect(both.flatMap(({ resumed }) => resumed)).toEqual([trainingId])
    expect(await world.record()).toMatchObject({
      status: 'completed',
      metrics: { train_accuracy: 1 },
      dataset: { train_rows: 100 },
      cost: { billed_usd: expect.any(Number) },
      resumed_by: { run_id: '900', times: 1 }
    })
    expect(await world.store.read(layout.modelArchive(trainingId))).toBeDefined()
    expect(await world.process().call()).toMatchObject({ reasonCode: 'already-trained' })
    expect(await housekeeping(then)).toMatchObject({ decision: 'clean' })
    expect(world.jobs).toEqual([jobName])
  })
})

describe('a detached training whose job was lost', () => {
  const next = `${jobName}-r1`
  const lost = async () => {
    const { controls } = world.cloud.sagemaker
    controls.capacityErrors = 1
    controls.held.add('Starting')
    await world.process().call({ wait: 'false' })
    controls.held.clear()
    await world.cloud.sagemaker.ended(jobName)
  }
  const restartOnce = async () => {
    const both = await Promise.all([housekeeping(then), housekeeping(then)])
    expect(both.flatMap(({ restart }) => restart)).toEqual([trainingId])
  }

  test('has its next job asked for once, by train, and is settled with both bills', async () => {
    await lost()
    await restartOnce()
    expect(world.jobs).toEqual([jobName])
    world.cloud.sagemaker.controls.held.add('Training')
    const trains = await Promise.all([1, 2].map(() => world.process().call({ wait: 'false' })))
    expect(trains.map(({ decision }) => decision)).toEqual(['submitted', 'submitted'])
    expect(world.jobs).toEqual([jobName, next])
    world.cloud.sagemaker.controls.held.clear()
    await world.cloud.sagemaker.ended(next)
    expect(await housekeeping(then)).toMatchObject({ resumed: [trainingId], restart: [] })
    expect(await world.record()).toMatchObject({
      status: 'completed',
      job_name: next,
      attempts: { retries: 1, job: 1 },
      cost: { billed_usd: expect.any(Number) }
    })
    expect(world.jobs).toEqual([jobName, next])
  })

  test('is held against the budget again, and ends when that does not allow the next job', async () => {
    await lost()
    await restartOnce()
    world.policy = { ...world.policy, limits: { max_cost_usd: 0.01 } }
    expect((await world.process().call({ wait: 'false' })).record).toMatchObject({
      status: 'failed',
      job_name: jobName,
      cost: { billed_usd: 0 }
    })
    expect(world.jobs).toEqual([jobName])
  })
})

describe('a training whose runner died', () => {
  test.each([
    ['Starting', 'starting'],
    ['Training', 'training'],
    ['Uploading', 'uploading']
  ] as const)('while its job was %s is stopped, billed, and its place given back', async (state, phase) => {
    world.cloud.sagemaker.controls.held.add(state)
    await killed(phase)
    const outcome = await housekeeping(then)
    expect(outcome).toMatchObject({
      decision: 'acted',
      stopped: [{ name: jobName, trainingId }],
      ended: [{ trainingId, status: 'stopped', reasonCode: 'orphaned' }]
    })
    await world.cloud.sagemaker.ended(jobName)
    await housekeeping(then)
    expect(await world.states()).toEqual({ [jobName]: 'stopped' })
    expect(await world.record()).toMatchObject({
      status: 'stopped',
      cost: { billed_usd: expect.any(Number) }
    })
    const slots = []
    for await (const { key } of world.store.list('leases/training-jobs/'))
      slots.push(JSON.parse(new TextDecoder().decode((await world.store.read(key))?.bytes)) as unknown)
    expect(slots).toMatchObject([{ holder: null }])
    // A re-run is told so, and makes no second job.
    expect(await world.process().call()).toMatchObject({ decision: 'stopped', reasonCode: 'orphaned' })
    expect(world.jobs).toEqual([jobName])
  })

  test('is settled when its job has completed since', async () => {
    world.cloud.sagemaker.controls.held.add('Uploading')
    await killed('uploading')
    world.cloud.sagemaker.controls.held.delete('Uploading')
    await world.cloud.sagemaker.ended(jobName)
    expect(await housekeeping(then)).toMatchObject({ resumed: [trainingId], stopped: [] })
  })
})

describe('an orphan without a record', () => {
  const orphaned = async () => {
    world.cloud.sagemaker.controls.held.add('Training')
    await world.process().call({ wait: 'false' })
    await world.untilPhase('training')
    await world.store.remove(layout.training(trainingId))
  }

  test('is found by the list of training jobs, and stopped', async () => {
    await orphaned()
    expect(await housekeeping()).toMatchObject({ ended: [], stopped: [{ name: jobName, trainingId }] })
    await world.cloud.sagemaker.ended(jobName)
    expect(await world.states()).toEqual({ [jobName]: 'stopped' })
  })

  test.each<[string, Partial<ReconcilePorts>]>([
    ['of another repository', { repository: 'o/other' }],
    ['of another store', {}]
  ])('%s is left alone', async (name, change) => {
    await orphaned()
    const other = Object.create(world.store) as typeof world.store
    other.uri = key => `s3://bucket/other/${key}`
    other.list = prefix => world.store.list(prefix)
    other.read = key => world.store.read(key)
    const ports = name.includes('store') ? { store: other } : change
    expect(await housekeeping(ports)).toMatchObject({ decision: 'clean', stopped: [] })
    expect(await world.states()).toEqual({ [jobName]: 'in-progress' })
  })
})
