import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { trainingId } from '../../../shared/testing/builders/records.js'
import { toOutputs } from '../src/outcome.js'
import { jobName, SELF, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.close()).toEqual([])
})

const submitted = { status: 'submitted', reason_code: 'detached' } as const
const next = `${jobName}-r1`
const OTHER = { run_id: '901', attempt: 1 }

/** A run whose job was lost after so many billed seconds. */
async function lost(change: Partial<TrainingRecord> = {}, failureReason = 'CapacityError: none left.') {
  await world.cloudRun(600, { ...submitted, ...change })
  await world.job()
  world.remote.enter(jobName, 'failed', { failureReason, billableSeconds: 360 })
}

/** The workflow that was told last is over, and did not ask for the job. */
function workflowEnds(run = SELF.run_id): void {
  world.workflows.runs.set(run, { attempt: 1, over: true })
}

describe('a run whose job was lost to the service', () => {
  test.each<[string, string, Partial<TrainingRecord>]>([
    ['left to itself, for lack of capacity', 'CapacityError: none left.', {}],
    ['left to itself, by a failure of SageMaker', 'InternalServerError: try again.', {}],
    ['of a step that died', 'CapacityError: none left.', { status: 'running', reason_code: 'still-running' }]
  ])('%s, is left to train with the next job', async (_, reason, change) => {
    await lost(change, reason)
    expect(await world.reconcile()).toMatchObject({
      decision: 'acted',
      reasonCode: 'put-in-order',
      restart: [trainingId],
      resumed: [],
      ended: []
    })
    const record = await world.mustHave()
    expect(record).toMatchObject({
      status: 'submitted',
      reason_code: 'detached',
      job_name: next,
      attempts: { retries: 1, job: 1 },
      resumed_by: { ...SELF, times: 1, errand: next }
    })
    // 0.23 USD an hour: the worst case of the next job, and 360 s of the lost one.
    expect(record.cost?.worst_case_usd).toBeCloseTo(0.253, 10)
    expect(record.cost?.earlier_billable_seconds).toBe(360)
    expect(record.cost?.billed_usd).toBeUndefined()
    expect(world.remote.names).toEqual([jobName])
  })

  test('is left to train when its spot instance was taken away', async () => {
    await world.cloudRun(600, submitted)
    await world.job()
    for (const phase of ['training', 'interrupted', 'stopping', 'stopped'] as const)
      world.remote.enter(jobName, phase)
    expect(await world.reconcile()).toMatchObject({ restart: [trainingId], ended: [] })
  })

  test('keeps its place for a training job', async () => {
    await lost()
    await world.slot(2, trainingId)
    expect(await world.reconcile()).toMatchObject({ restart: [trainingId], freed: [] })
    expect(await world.holderOf(2)).toBe(trainingId)
  })

  test('is handed over by one of two passes', async () => {
    await lost()
    const both = await Promise.all([world.reconcile(), world.reconcile({}, { workflowRun: OTHER })])
    expect(both.flatMap(({ restart }) => restart)).toEqual([trainingId])
    expect(await world.mustHave()).toMatchObject({ attempts: { retries: 1, job: 1 }, job_name: next })
  })

  test.each<[string, Partial<TrainingRecord>, string, string, string]>([
    [
      'has used its retries',
      { attempts: { retries: 3, job: 0 } },
      'CapacityError: x',
      'failed',
      'job-capacity'
    ],
    ['failed by its own fault', {}, 'AlgorithmError: x', 'failed', 'training-crashed'],
    [
      'was asked to stop',
      { stop_requested_at: '2025-01-10T09:40:00Z' },
      'CapacityError: x',
      'failed',
      'job-capacity'
    ]
  ])('ends when it %s', async (_, change, reason, status, reasonCode) => {
    await lost(change, reason)
    expect(await world.reconcile()).toMatchObject({
      restart: [],
      ended: [{ trainingId, status, reasonCode }]
    })
    expect(await world.mustHave()).toMatchObject({ status, reason_code: reasonCode, job_name: jobName })
    expect((await world.mustHave()).cost?.billed_usd).toBeCloseTo(0.023, 10)
  })

  test('ends when its request is gone', async () => {
    await lost()
    await world.store.remove(layout.request(trainingId))
    expect(await world.reconcile()).toMatchObject({ restart: [], ended: [{ reasonCode: 'job-capacity' }] })
  })

  test('is only named by a dry run', async () => {
    await lost()
    const before = await world.record()
    const dry = await world.reconcile({ 'dry-run': 'true' })
    expect(dry).toMatchObject({ decision: 'acted', reasonCode: 'dry-run', restart: [trainingId] })
    expect(toOutputs(dry)).toMatchObject({ restart: '[]' })
    expect(await world.record()).toEqual(before)
  })
})

describe('a run whose next job nobody has asked for', () => {
  beforeEach(async () => {
    await lost()
    await world.reconcile()
  })
  const again = (run: string) => world.reconcile({}, { workflowRun: { run_id: run, attempt: 1 } })

  test('is left to its workflow while that runs', async () => {
    world.clock.time += 3600_000
    expect(await again('901')).toMatchObject({ decision: 'clean', restart: [] })
    expect((await world.mustHave()).resumed_by?.times).toBe(1)
  })

  test('is handed over again when that is over, and ends after the third', async () => {
    for (const [run, before] of [
      ['901', SELF.run_id],
      ['902', '901']
    ] as const) {
      workflowEnds(before)
      expect(await again(run)).toMatchObject({ restart: [trainingId], ended: [] })
    }
    expect((await world.mustHave()).resumed_by).toMatchObject({ run_id: '902', times: 3, errand: next })
    workflowEnds('902')
    expect(await again('903')).toMatchObject({
      restart: [],
      ended: [{ trainingId, status: 'failed', reasonCode: 'not-restarted', handedOver: true }]
    })
    const record = await world.mustHave()
    // It names the job that was lost, whose bill is its own.
    expect(record).toMatchObject({
      job_name: jobName,
      resumed_by: { run_id: '903', times: 1, errand: 'history' }
    })
    expect(record.cost?.billed_usd).toBeCloseTo(0.023, 10)
    expect(world.remote.names).toEqual([jobName])
  })

  test('is handed over once by two passes', async () => {
    workflowEnds()
    const both = await Promise.all([again('901'), again('902')])
    expect(both.flatMap(({ restart }) => restart)).toEqual([trainingId])
  })
})
