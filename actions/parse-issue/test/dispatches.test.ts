import { describe, expect, test } from '@jest/globals'
import { toOutputs } from '../src/outcome.js'
import { request, verdict, World } from './world.js'

describe('schedules and dispatches', () => {
  test('train the request of a file, without asking for a permission', async () => {
    const world = new World()
    world.files.put('requests/sales.yml', 'algorithm: xgboost\ndataset_id: d')
    world.tracker.runs.set('77', new Date('2025-02-01T02:03:04Z'))
    const outcome = await world.dispatch(
      { requestFile: 'requests/sales.yml', reason: 'weekly' },
      { event: 'schedule' }
    )
    expect(verdict(outcome)).toEqual(['accepted', 'request-accepted', 'train'])
    expect(outcome.run?.trainingId).toMatch(/^train-20250201-020304-/)
    expect(toOutputs(outcome)).toMatchObject({
      proceed: 'true',
      'model-id': 'sales',
      attempt: '1',
      'command-arguments': '{"reason":"weekly"}'
    })
  })

  test('of one workflow run are one training, of two are two', async () => {
    const world = new World()
    world.files.put('r.yml', 'algorithm: xgboost\ndataset_id: d')
    for (const id of ['77', '78']) world.tracker.runs.set(id, new Date('2025-02-01T02:03:04Z'))
    const first = await world.dispatch({ requestFile: 'r.yml' })
    const again = await world.dispatch({ requestFile: 'r.yml' })
    const other = await world.dispatch({ requestFile: 'r.yml' }, { runId: '78' })
    expect(again.run?.trainingId).toBe(first.run?.trainingId)
    expect(again.reasonCode).toBe('run-attached')
    expect(other.run?.trainingId).not.toBe(first.run?.trainingId)
    await world.trained(first.run?.trainingId, 'failed')
    expect((await world.dispatch({ requestFile: 'r.yml' })).run?.trainingId).toBe(
      `${first.run?.trainingId ?? ''}-2`
    )
  })

  test('work without a token, by the clock', async () => {
    const world = new World()
    world.files.put('r.yml', 'algorithm: xgboost\ndataset_id: d')
    const outcome = await world.dispatch({ requestFile: 'r.yml' }, { token: false })
    expect(outcome.run?.trainingId).toMatch(/^train-20250601-000000-/)
  })

  test('use the policy in the workspace', async () => {
    const world = new World()
    world.files.put('r.yml', 'dataset_id: d')
    world.files.put('.github/mlops.yml', 'algorithm: mlp')
    expect((await world.dispatch({ requestFile: 'r.yml' })).run?.request.algorithm).toBe('mlp')
  })

  test('run a recorded request again, by run and by model', async () => {
    const world = new World()
    const { run } = await world.label('writer')
    const again = await world.dispatch({ rerunOf: run?.trainingId, reason: 'drift' })
    expect(again.run?.request).toEqual(request)
    expect(again.run?.trainingId).not.toBe(run?.trainingId)
    const registry = {
      production: 'v1.0.0',
      versions: [
        { version: 'v1.0.0', training_id: run?.trainingId },
        { version: 'v1.1.0', training_id: 'train-20250101-000000-00000000' }
      ]
    }
    await world.store.write('models/churn/registry.json', new TextEncoder().encode(JSON.stringify(registry)))
    const byModel = await world.dispatch({ rerunOf: 'churn' }, { runId: '90' })
    expect(byModel.run?.request).toEqual(request)
    expect(await world.json(`runs/${byModel.run?.trainingId ?? ''}/request.json`)).toMatchObject({
      rerun_of: run?.trainingId,
      command: 'train'
    })
  })

  test.each<[string, object, string]>([
    ['no request', {}, 'nothing-requested'],
    ['a missing file', { requestFile: 'none.yml' }, 'request-file-missing'],
    ['an unknown run', { rerunOf: 'train-20250101-000000-00000000' }, 'rerun-unknown'],
    ['an unknown model', { rerunOf: 'churn' }, 'rerun-unknown'],
    ['a broken file', { requestFile: 'bad.yml' }, 'request-invalid']
  ])('with %s start nothing', async (_name, inputs, reasonCode) => {
    const world = new World()
    world.files.put('bad.yml', 'algorithm: nothing\ndataset_id: d')
    const outcome = await world.dispatch(inputs)
    expect([outcome.decision, outcome.reasonCode]).toEqual(['invalid', reasonCode])
  })

  test('place problems in the file', async () => {
    const world = new World()
    world.files.put('bad.yml', 'dataset_id: d\nalgorithm: xgbost')
    expect((await world.dispatch({ requestFile: 'bad.yml' })).problems?.[0]?.place).toBe('bad.yml:2:12')
  })

  test('other events are ignored', async () => {
    const outcome = await new World().run('release', { change: {}, runId: '1', token: true })
    expect([outcome.decision, outcome.reasonCode]).toEqual(['ignored', 'other-event'])
  })
})
