import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { ServiceError } from '../../../shared/src/errors.js'
import { trainingId, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { toOutputs } from '../src/outcome.js'
import { jobName, SELF, TRAINER, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => {
  expect(world.close()).toEqual([])
})

const submitted = { status: 'submitted', reason_code: 'detached' } as const

describe('a run that nobody waits for', () => {
  test('goes on while its job runs', async () => {
    await world.cloudRun(600, submitted)
    await world.job()
    expect(await world.reconcile()).toMatchObject({
      decision: 'clean',
      reasonCode: 'nothing-to-do',
      looked: 1
    })
    expect(world.stops).toEqual([])
    expect((await world.mustHave()).status).toBe('submitted')
  })

  test('is settled when its job has completed, and handed to this workflow', async () => {
    await world.cloudRun(600, submitted)
    await world.slot(3, trainingId)
    await world.job()
    await world.complete()
    expect(await world.reconcile()).toMatchObject({
      decision: 'acted',
      reasonCode: 'put-in-order',
      resumed: [trainingId],
      ended: [],
      stopped: [],
      freed: [trainingId],
      warnings: []
    })
    const record = await world.mustHave()
    expect(record).toMatchObject({
      status: 'completed',
      reason_code: 'trained',
      duration_seconds: 150,
      billable_seconds: 120,
      resumed_by: { ...SELF, times: 1 },
      model_artifact: { uri: `memory:runs/${trainingId}/output/model.tar.gz` }
    })
    expect(record.metrics['loss']).toBe(0.25)
    // 0.23 USD an hour, 120 s.
    expect(record.cost?.billed_usd).toBeCloseTo(0.0076667, 7)
    expect(await world.holderOf(3)).toBeNull()
  })

  test('is handed over once', async () => {
    await world.cloudRun(600, submitted)
    await world.job()
    await world.complete()
    await world.reconcile()
    expect(await world.reconcile()).toMatchObject({ decision: 'clean', resumed: [] })
  })

  test('whose job was asked to stop, and was not, is stopped', async () => {
    await world.cloudRun(20, { ...submitted, stop_requested_at: world.ago(20) })
    await world.job()
    expect(await world.reconcile()).toMatchObject({ stopped: [{ name: jobName }] })
    expect(await world.mustHave()).toMatchObject({ status: 'stopped', reason_code: 'stop-requested' })
  })

  test('ends when SageMaker has no such job', async () => {
    await world.cloudRun(20, submitted)
    expect(await world.reconcile()).toMatchObject({ ended: [{ trainingId, reasonCode: 'job-missing' }] })
  })
})

describe('a run whose step is silent', () => {
  const cases: readonly [string, number, Partial<TrainingRecord>, { over: boolean } | undefined, string][] = [
    ['for a minute: is left to its step', 0.9, {}, { over: true }, 'running'],
    ['for 14 minutes: may come back', 14, {}, { over: true }, 'running'],
    ['for 16 minutes while its workflow runs: is doubted', 16, {}, { over: false }, 'running'],
    ['for 16 minutes after its workflow: its job is stopped', 16, {}, { over: true }, 'stopped'],
    ['for 16 minutes after its workflow was deleted: its job is stopped', 16, {}, undefined, 'stopped']
  ]
  test.each(cases)('%s', async (_, minutes, training, workflow, status) => {
    await world.cloudRun(minutes, training)
    world.workflows.runs.delete(TRAINER)
    if (workflow !== undefined) world.workflows.runs.set(TRAINER, { attempt: 1, ...workflow })
    await world.job()
    const outcome = await world.reconcile()
    expect((await world.mustHave()).status).toBe(status)
    expect(outcome.stopped.length).toBe(status === 'stopped' ? 1 : 0)
    expect(world.stops.length).toBe(status === 'stopped' ? 1 : 0)
    expect(outcome.warnings.length).toBe(workflow?.over === false ? 1 : 0)
  })

  test('in an earlier attempt of its workflow run is over', async () => {
    world.workflows.runs.set(TRAINER, { attempt: 2, over: false })
    await world.cloudRun(16)
    await world.job()
    expect(await world.reconcile()).toMatchObject({ stopped: [{ name: jobName, trainingId }] })
    expect(await world.mustHave()).toMatchObject({ status: 'stopped', reason_code: 'orphaned' })
  })

  test('is settled when its job has ended, whatever its workflow does', async () => {
    world.workflows.runs.set(TRAINER, { attempt: 1, over: false })
    await world.cloudRun(2)
    await world.job()
    await world.complete()
    expect(await world.reconcile()).toMatchObject({ resumed: [trainingId] })
  })

  test.each([
    ['without a token', undefined, 'Without github-token'],
    [
      'without the permission',
      new ServiceError('github-permission-missing', 'reading a run: GitHub answered 403', {
        hint: 'add `actions: read`'
      }),
      'actions: read'
    ]
  ])('is judged by its silence alone %s, which a warning says', async (_, failure, text) => {
    await world.cloudRun(16)
    await world.job()
    world.workflows.failure = failure
    const workflows = failure === undefined ? undefined : world.workflows
    const outcome = await world.reconcile({}, { workflows })
    expect(outcome.stopped).toMatchObject([{ name: jobName }])
    expect(outcome.warnings.join('\n')).toContain(text)
  })

  test('and that never had a job ends, and may be started again', async () => {
    await world.cloudRun(16)
    await world.slot(1, trainingId)
    expect(await world.reconcile()).toMatchObject({
      ended: [{ trainingId, status: 'failed', reasonCode: 'runner-lost' }],
      freed: [trainingId]
    })
    const record = await world.mustHave()
    expect(record.job_name).toBeUndefined()
    expect(record.cost?.billed_usd).toBe(0)
  })

  test('max-age says how long it may be', async () => {
    await world.cloudRun(16)
    await world.job()
    expect(await world.reconcile({ 'max-age': '1h' })).toMatchObject({ decision: 'clean' })
  })
})

test('the bill of a job that stopped after its run ended is written', async () => {
  await world.cloudRun(20, { status: 'stopped', reason_code: 'cancelled' })
  await world.slot(2, trainingId)
  await world.job()
  await world.remote.stop(jobName)
  expect(await world.reconcile()).toMatchObject({ decision: 'clean' })
  world.remote.enter(jobName, 'stopped', { billableSeconds: 36 })
  expect(await world.reconcile()).toMatchObject({ billed: [trainingId], freed: [trainingId] })
  // 0.23 USD an hour, 36 s.
  expect((await world.mustHave()).cost?.billed_usd).toBeCloseTo(0.0023, 10)
  expect(await world.reconcile()).toMatchObject({ decision: 'clean', reasonCode: 'nothing-to-do' })
})

test('a stopped job that ends within the minute is billed at once', async () => {
  await world.cloudRun(16)
  await world.job()
  const sleep = async () => world.remote.enter(jobName, 'stopped', { billableSeconds: 36 })
  expect(await world.reconcile({}, { sleep })).toMatchObject({
    ended: [{ reasonCode: 'orphaned' }],
    billed: [trainingId]
  })
})

describe('a completed run without a decision', () => {
  const completed = { status: 'completed', reason_code: 'trained' } as const
  const put = (change: Partial<TrainingRecord> = {}) =>
    world.cloudRun(30, { ...completed, finished_at: world.ago(30), ...change })
  const carrier = (change: { run_id?: string; attempt?: number; times?: number; minutes?: number } = {}) => ({
    resumed_by: {
      run_id: change.run_id ?? '800',
      attempt: change.attempt ?? 1,
      at: world.ago(change.minutes ?? 20),
      times: change.times ?? 1
    }
  })

  test('is left to its workflow while that runs', async () => {
    world.workflows.runs.set(TRAINER, { attempt: 1, over: false })
    await put()
    expect(await world.reconcile()).toMatchObject({ decision: 'clean', resumed: [] })
  })

  test('is carried on when its workflow is over', async () => {
    await put()
    expect(await world.reconcile()).toMatchObject({ resumed: [trainingId] })
    expect(await world.mustHave()).toMatchObject({ resumed_by: { ...SELF, times: 1 } })
  })

  test.each([
    ['trained it', TRAINER],
    ['was told to carry it on', '800']
  ])('is left to a later attempt of the workflow run that %s', async (_, run) => {
    world.workflows.runs.set(run, { attempt: 2, over: false })
    await put(run === TRAINER ? {} : carrier({ run_id: run }))
    expect(await world.reconcile()).toMatchObject({ decision: 'clean', resumed: [] })
    world.workflows.runs.set(run, { attempt: 2, over: true })
    expect(await world.reconcile()).toMatchObject({ resumed: [trainingId] })
  })

  test('with a decision is nothing to look at', async () => {
    await world.cloudRun(30, completed, { decision: {} })
    expect(await world.reconcile()).toMatchObject({ decision: 'clean', looked: 0 })
  })

  test('is not carried on twice while the first workflow runs', async () => {
    world.workflows.runs.set('800', { attempt: 1, over: false })
    await put(carrier())
    expect(await world.reconcile()).toMatchObject({ resumed: [] })
  })

  test('is carried on again when that workflow is over', async () => {
    world.workflows.runs.set('800', { attempt: 1, over: true })
    await put(carrier())
    expect(await world.reconcile()).toMatchObject({ resumed: [trainingId] })
    expect(await world.mustHave()).toMatchObject({ resumed_by: { ...SELF, times: 2 } })
  })

  test('is carried on again by a re-run of the workflow', async () => {
    await put(carrier({ run_id: SELF.run_id }))
    const workflowRun = { ...SELF, attempt: 2 }
    expect(await world.reconcile({}, { workflowRun })).toMatchObject({ resumed: [trainingId] })
  })

  test('is given up after three workflows', async () => {
    await put(carrier({ times: 3 }))
    const outcome = await world.reconcile()
    expect(outcome).toMatchObject({ decision: 'clean', reasonCode: 'only-warnings', resumed: [] })
    expect(outcome.warnings).toMatchObject([expect.stringContaining(trainingId)])
  })

  test.each([
    ['five hours', 300, []],
    ['seven hours', 420, [trainingId]]
  ])('whose workflow nobody can ask about waits: %s', async (_, minutes, resumed) => {
    await put({ finished_at: world.ago(minutes) })
    expect((await world.reconcile({}, { workflows: undefined })).resumed).toEqual(resumed)
  })

  test('of the local backend is nobody else’s business', async () => {
    await world.cloudRun(300, { ...completed, backend: 'local' })
    expect((await world.reconcile()).resumed).toEqual([])
  })
})

describe('a local run whose runner is silent', () => {
  const local = { backend: 'local', job_name: undefined } as const
  test.each<[string, number, boolean | undefined, string, number]>([
    ['for ten minutes is alive', 10, true, 'running', 0],
    ['after its workflow ends', 20, true, 'failed', 0],
    ['while its workflow runs is doubted', 20, false, 'running', 1],
    ['for seven hours ends whatever its workflow does', 420, false, 'failed', 0]
  ])('%s', async (_, minutes, over, status, warnings) => {
    world.workflows.runs.set(TRAINER, { attempt: 1, over: over ?? true })
    const { job_name: none, ...fields } = local
    expect(none).toBeUndefined()
    await world.cloudRun(minutes, fields)
    const outcome = await world.reconcile()
    expect((await world.mustHave()).status).toBe(status)
    expect(outcome.warnings.length).toBe(warnings)
    if (status === 'failed') expect(outcome.ended).toMatchObject([{ reasonCode: 'runner-lost' }])
  })
})

test('a run that cannot be read does not keep the others', async () => {
  const [broken, good] = [trainingIdOf(1), trainingIdOf(2)]
  await world.store.write(layout.training(broken), new TextEncoder().encode('{'))
  await world.cloudRun(600, submitted, { id: good })
  await world.job(good)
  await world.complete(good)
  const outcome = await world.reconcile()
  expect(outcome.resumed).toEqual([good])
  expect(outcome.warnings).toEqual([expect.stringContaining(broken)])
})

test('a run that cannot be settled is tried again by the next pass', async () => {
  await world.cloudRun(600, submitted)
  await world.job()
  await world.complete()
  const broken = Object.create(world.store) as typeof world.store
  broken.download = () => Promise.reject(new ServiceError('store-unavailable', 'S3 is away'))
  broken.read = (...call) => world.store.read(...call)
  broken.write = (...call) => world.store.write(...call)
  broken.uri = key => world.store.uri(key)
  broken.list = prefix => world.store.list(prefix)
  expect((await world.reconcile({}, { store: broken })).warnings.join('\n')).toContain('S3 is away')
  expect(await world.reconcile()).toMatchObject({ resumed: [trainingId] })
})

test('of two passes at the same moment one settles and hands over, and there is one result', async () => {
  await world.cloudRun(600, submitted)
  await world.job()
  await world.complete()
  const both = await Promise.all([
    world.reconcile(),
    world.reconcile({}, { workflowRun: { run_id: '901', attempt: 1 } })
  ])
  expect(both.flatMap(({ resumed }) => resumed)).toEqual([trainingId])
  expect((await world.mustHave()).resumed_by?.times).toBe(1)
})

test('of two passes at the same moment one carries a completed run on', async () => {
  await world.cloudRun(30, { status: 'completed', reason_code: 'trained', finished_at: world.ago(30) })
  const both = await Promise.all([world.reconcile(), world.reconcile()])
  expect(both.flatMap(({ resumed }) => resumed)).toEqual([trainingId])
})

test('the run that the event names is looked at first', async () => {
  const ids = [1, 2, 3].map(trainingIdOf)
  for (const id of ids) {
    await world.cloudRun(600, submitted, { id })
    await world.job(id)
  }
  const event = JSON.stringify({ client_payload: { 'training-id': ids[0] } })
  await world.reconcile({}, { readEvent: async () => event })
  const described = world.remote.calls.filter(call => call.startsWith('describe'))
  expect(described[0]).toContain('20250110-093001')
  expect(described).toHaveLength(3)
})

test('a dry run says the same and changes nothing', async () => {
  const [settled, orphan, lost] = [trainingIdOf(1), trainingIdOf(2), trainingIdOf(3)]
  await world.cloudRun(600, submitted, { id: settled })
  await world.job(settled)
  await world.complete(settled)
  await world.cloudRun(16, {}, { id: orphan })
  await world.job(orphan)
  await world.cloudRun(16, {}, { id: lost })
  await world.slot(1, 'train-20240101-000000-00000000')
  const before = await Promise.all([settled, orphan, lost].map(id => world.record(id)))
  const dry = await world.reconcile({ 'dry-run': 'true' })
  expect(dry).toMatchObject({ decision: 'acted', reasonCode: 'dry-run', dryRun: true, resumed: [settled] })
  expect(await Promise.all([settled, orphan, lost].map(id => world.record(id)))).toEqual(before)
  expect(world.stops).toEqual([])
  // A workflow hands these to other jobs.
  expect(toOutputs(dry)).toMatchObject({ resumed: '[]', ended: '[]' })
  const wet = await world.reconcile()
  expect(wet.resumed).toEqual(dry.resumed)
  expect(wet.stopped).toEqual(dry.stopped)
  expect(wet.ended).toEqual(dry.ended)
})
