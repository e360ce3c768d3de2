import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import { inEnglish } from '../../../shared/src/domain/text/phrase.js'
import { toReport } from '../src/summary.js'
import { toOutputs, toResult, type ParseIssueOutcome } from '../src/outcome.js'
import { World } from './world.js'

const verdict = ({ decision, reasonCode }: ParseIssueOutcome) => `${decision} ${reasonCode}`
const stored = async (world: World, outcome: ParseIssueOutcome) =>
  requestRecord.parse(await world.json(`runs/${outcome.run?.trainingId ?? ''}/request.json`))

async function put(world: World, key: string, value: unknown): Promise<void> {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  await world.store.write(key, new TextEncoder().encode(text))
}

interface Version {
  readonly version: string
  readonly run: string | undefined
  readonly stage?: string
}

/** A registry in which the version of stage `production` is in production. */
async function register(world: World, versions: readonly Version[]): Promise<void> {
  await put(world, 'models/churn/registry.json', {
    production: versions.find(({ stage }) => stage === 'production')?.version ?? null,
    versions: versions.map(({ version, run, stage = 'archived' }) => ({ version, stage, training_id: run }))
  })
}

/** A model that was born in issue 7 and is in production. */
async function bornInIssue(): Promise<{ world: World; trainingId: string }> {
  const world = new World()
  const trainingId = (await world.label('writer')).run?.trainingId ?? ''
  await world.trained(trainingId, 'completed')
  await register(world, [{ version: 'v1.0.0', run: trainingId, stage: 'production' }])
  return { world, trainingId }
}

describe('a model born in an issue is trained again', () => {
  const drift = { rerunOf: 'churn', reason: 'PSI 0.41', report: '.mlops/drift/churn/d1/report.json' }

  test('by its recorded request, with the reason, the report and its issue', async () => {
    const { world, trainingId } = await bornInIssue()
    const original = await world.json(`runs/${trainingId}/request.json`)
    const outcome = await world.dispatch(drift)
    expect(verdict(outcome)).toBe('accepted request-accepted')
    const record = await stored(world, outcome)
    expect(record).toMatchObject({
      request: (original as { request: unknown }).request,
      rerun_of: trainingId,
      reason: 'PSI 0.41',
      report: '.mlops/drift/churn/d1/report.json',
      issue: 7,
      event: 'workflow_dispatch',
      run_id: '77'
    })
    expect(record.actor).toBeUndefined()
    expect(toResult(outcome)).toMatchObject({ rerun_of: trainingId, report: drift.report, issue: 7 })
    expect(toOutputs(outcome)['model-id']).toBe('churn')
  })

  test("without using up the issue's attempts or talking in it", async () => {
    const { world, trainingId } = await bornInIssue()
    const before = await world.json('issues/7.json')
    const writes = world.tracker.writes.length
    await world.dispatch(drift)
    expect(await world.json('issues/7.json')).toEqual(before)
    expect(world.tracker.writes).toHaveLength(writes)
    await world.gated(trainingId, 'reject')
    expect((await world.comment('writer', '/mlops retrain')).run?.attempt).toBe(2)
  })

  test('whatever it is called', async () => {
    const world = new World()
    const body = 'algorithm: random_forest\ndataset_id: d1\nmodel_id: train-delays'
    const trainingId = (await world.label('writer', { body })).run?.trainingId
    const versions = [{ version: 'v1.0.0', stage: 'production', training_id: trainingId }]
    await put(world, 'models/train-delays/registry.json', { production: 'v1.0.0', versions })
    const outcome = await world.dispatch({ rerunOf: 'train-delays' })
    expect(verdict(outcome)).toBe('accepted request-accepted')
    expect(outcome.origin).toMatchObject({ trainingId, version: 'v1.0.0' })
  })

  test('once per workflow run, and anew in the next', async () => {
    const { world } = await bornInIssue()
    for (const id of ['77', '78']) world.tracker.runs.set(id, new Date('2025-02-01T02:03:04Z'))
    const first = await world.dispatch(drift)
    world.now = new Date('2025-02-02T00:00:00Z')
    const attempt = await world.dispatch(drift)
    expect(verdict(attempt)).toBe('accepted run-attached')
    expect(attempt.run?.trainingId).toBe(first.run?.trainingId)
    const other = await world.dispatch(drift, { runId: '78' })
    expect(verdict(other)).toBe('accepted request-accepted')
    expect(other.run?.trainingId).not.toBe(first.run?.trainingId)
  })

  test('also when the run it is repeated from was a repetition: by the original', async () => {
    const { world, trainingId } = await bornInIssue()
    let last = trainingId
    for (const runId of ['80', '81', '82']) {
      const outcome = await world.dispatch(drift, { runId })
      const record = await stored(world, outcome)
      expect(record).toMatchObject({ rerun_of: trainingId, issue: 7 })
      last = record.training_id
      await register(world, [{ version: 'v1.0.1', run: last, stage: 'production' }])
    }
    expect(await stored(world, await world.dispatch({ rerunOf: last }, { runId: '83' }))).toMatchObject({
      rerun_of: trainingId
    })
  })

  test('for another issue when the workflow says so', async () => {
    const { world } = await bornInIssue()
    expect(await stored(world, await world.dispatch({ ...drift, issueNumber: 9 }))).toMatchObject({
      issue: 9
    })
  })

  test("but not for an issue of another repository's that shares the store", async () => {
    const { world, trainingId } = await bornInIssue()
    const record = requestRecord.parse(await world.json(`runs/${trainingId}/request.json`))
    await put(world, `runs/${trainingId}/request.json`, { ...record, repository: 'o/other' })
    expect((await stored(world, await world.dispatch(drift))).issue).toBeUndefined()
  })
})

describe('the policy of today', () => {
  test('adds no defaults to what was recorded', async () => {
    const { world, trainingId } = await bornInIssue()
    world.files.put(
      '.github/mlops.yml',
      'preprocessing: {scale: standard}\nvalidation: {method: kfold, folds: 3}\nmax_retry: 0\ndefaults: {seed: 7}'
    )
    const { request } = await stored(world, await world.dispatch({ rerunOf: 'churn' }))
    expect(request).toEqual(requestRecord.parse(await world.json(`runs/${trainingId}/request.json`)).request)
  })

  test.each<[string, string, string]>([
    ['an algorithm', 'limits: {algorithms: [xgboost]}', 'recorded request: algorithm'],
    ['retries', 'limits: {max_retry: 0}', 'recorded request: max_retry']
  ])('forbids %s all the same', async (_, policy, place) => {
    const { world } = await bornInIssue()
    world.files.put('.github/mlops.yml', policy)
    const outcome = await world.dispatch({ rerunOf: 'churn' })
    expect(verdict(outcome)).toBe('invalid request-invalid')
    expect(outcome.problems).toMatchObject([{ place, hint: expect.stringContaining('ask anew') }])
  })

  test.each<[string, string, string, string]>([
    [
      'what it costs at the prices of today',
      'compute: {backend: sagemaker, instance_type: ml.m5.xlarge, max_runtime: 1h}',
      'limits: {max_cost_usd: 1}\nprices: {ml.m5.xlarge: 2}',
      'recorded request: compute'
    ],
    [
      "another meaning of the policy's metric",
      'custom_metrics: {shortage: "mean(1)"}',
      'custom_metrics: {shortage: "mean(prediction < target)"}',
      'recorded request: custom_metrics.shortage'
    ]
  ])('forbids %s', async (_, field, policy, place) => {
    const world = new World()
    world.files.put('r.yml', `model_id: churn\nalgorithm: xgboost\ndataset_id: d1\n${field}`)
    const { run } = await world.dispatch({ requestFile: 'r.yml' })
    world.files.put('.github/mlops.yml', policy)
    const outcome = await world.dispatch({ rerunOf: run?.trainingId ?? '' }, { runId: '78' })
    expect(outcome.problems).toMatchObject([{ place }])
  })

  test('bounds the runtime', async () => {
    const { world } = await bornInIssue()
    world.files.put('.github/mlops.yml', 'limits: {max_runtime: 30m}')
    const { request } = await stored(world, await world.dispatch({ rerunOf: 'churn' }))
    expect(request.compute).toEqual({ max_runtime: '30m' })
  })
})

describe('of the versions of a model', () => {
  const choose = async (versions: (ids: { a: string; b: string }) => readonly Version[]) => {
    const world = new World()
    const [a, b] = [await ask(world, '1'), await ask(world, '2')]
    await register(world, versions({ a, b }))
    const outcome = await world.dispatch({ rerunOf: 'churn' }, { runId: '90' })
    return { outcome, a, b }
  }
  const ask = async (world: World, runId: string) => {
    world.files.put('r.yml', `model_id: churn\nalgorithm: xgboost\ndataset_id: d${runId}`)
    return (await world.dispatch({ requestFile: 'r.yml' }, { runId })).run?.trainingId ?? ''
  }

  test.each<[string, (ids: { a: string; b: string }) => readonly Version[], 'a' | 'b']>([
    [
      'the one in production counts, not the newest',
      ({ a, b }) => [
        { version: 'v1.0.0', run: a, stage: 'production' },
        { version: 'v1.1.0', run: b, stage: 'candidate' }
      ],
      'a'
    ],
    [
      'the newest counts while none is in production',
      ({ a, b }) => [
        { version: 'v1.0.0', run: a, stage: 'archived' },
        { version: 'v1.1.0', run: b, stage: 'candidate' }
      ],
      'b'
    ],
    [
      'one that was quarantined or rejected does not count',
      ({ a, b }) => [
        { version: 'v1.0.0', run: a, stage: 'archived' },
        { version: 'v1.1.0', run: b, stage: 'quarantined' },
        { version: 'v1.2.0', run: b, stage: 'rejected' }
      ],
      'a'
    ]
  ])('%s', async (_, versions, expected) => {
    const chosen = await choose(versions)
    expect(chosen.outcome.origin?.trainingId).toBe(chosen[expected])
  })

  test('none counts when all were withdrawn; a run can still be named', async () => {
    const { outcome } = await choose(({ a, b }) => [
      { version: 'v1.0.0', run: a, stage: 'rejected' },
      { version: 'v1.1.0', run: b, stage: 'quarantined' }
    ])
    expect(verdict(outcome)).toBe('invalid rerun-withdrawn')
    const { world, trainingId } = await bornInIssue()
    await register(world, [{ version: 'v1.0.0', run: trainingId, stage: 'quarantined' }])
    expect(verdict(await world.dispatch({ rerunOf: trainingId }))).toBe('accepted request-accepted')
  })

  test('one whose run is no longer in the store is named, and nothing else is trained in its place', async () => {
    const { outcome } = await choose(({ a }) => [
      { version: 'v1.0.0', run: a, stage: 'archived' },
      { version: 'v1.1.0', run: 'train-20250101-000000-00000000', stage: 'production' }
    ])
    expect(verdict(outcome)).toBe('invalid rerun-record-missing')
    expect(outcome.problems?.[0]?.message).toMatch(/train-20250101-000000-00000000.*v1\.1\.0/)
  })

  test('a registry without any is that of an unknown model', async () => {
    const world = new World()
    await register(world, [])
    expect(verdict(await world.dispatch({ rerunOf: 'churn' }))).toBe('invalid rerun-unknown')
  })
})

describe('training data that are not new', () => {
  const rows = 'age,label\n1,yes\n'
  // Name, NUL, size, NUL, bytes of every file: docs/model-format.md.
  const digest = createHash('sha256').update(`a.csv\0${rows.length}\0${rows}`).digest('hex')

  async function trained(): Promise<{ world: World; trainingId: string }> {
    const { world, trainingId } = await bornInIssue()
    await put(world, 'datasets/d1/train/a.csv', rows)
    await put(world, `runs/${trainingId}/training.json`, {
      status: 'completed',
      dataset: { sha256: digest }
    })
    return { world, trainingId }
  }
  const weekly = { rerunOf: 'churn', skipUnchanged: true }

  test('start nothing with skip-unchanged, and the outcome names the version', async () => {
    const { world, trainingId } = await trained()
    const outcome = await world.dispatch(weekly, { event: 'schedule' })
    expect(verdict(outcome)).toBe('ignored data-unchanged')
    expect(inEnglish(outcome.headline)).toContain('v1.0.0')
    expect(toOutputs(outcome)).toMatchObject({
      proceed: 'false',
      'training-id': trainingId,
      'model-id': 'churn',
      command: ''
    })
  })

  test('are trained on again by request, with a warning', async () => {
    const { world } = await trained()
    const outcome = await world.dispatch({ rerunOf: 'churn' })
    expect(verdict(outcome)).toBe('accepted request-accepted')
    expect(outcome.warnings).toEqual([expect.stringMatching(/v1\.0\.0.*datasets\/d1\/train\//)])
  })

  test.each<[string, (world: World, trainingId: string) => Promise<void>]>([
    ['a new file', world => put(world, 'datasets/d1/train/b.csv', rows)],
    ['another value', world => put(world, 'datasets/d1/train/a.csv', rows.replace('1', '2'))],
    ['no data at all, which the training will say', world => world.store.remove('datasets/d1/train/a.csv')],
    ['another version in production', world => register(world, [])],
    [
      'a training that was not completed',
      (world, trainingId) =>
        put(world, `runs/${trainingId}/training.json`, { status: 'failed', dataset: { sha256: digest } })
    ]
  ])('are not what %s is', async (_, change) => {
    const { world, trainingId } = await trained()
    await change(world, trainingId)
    const outcome = await world.dispatch({ rerunOf: trainingId, skipUnchanged: true })
    expect(verdict(outcome)).toBe('accepted request-accepted')
    expect(outcome.warnings).toEqual([])
  })

  test('are trained on by another request', async () => {
    const { world } = await trained()
    world.files.put('churn.yml', 'algorithm: xgboost\ndataset_id: d1')
    const outcome = await world.dispatch({ requestFile: 'churn.yml', skipUnchanged: true })
    expect(verdict(outcome)).toBe('accepted request-accepted')
  })

  test('do not keep a re-run from finding the training of its own workflow run', async () => {
    const { world } = await trained()
    world.tracker.runs.set('77', new Date('2025-02-01T02:03:04Z'))
    await put(world, 'datasets/d1/train/b.csv', rows)
    const first = await world.dispatch(weekly)
    const both = createHash('sha256')
    for (const name of ['a.csv', 'b.csv']) both.update(`${name}\0${rows.length}\0${rows}`)
    await put(world, `runs/${first.run?.trainingId ?? ''}/training.json`, {
      status: 'completed',
      dataset: { sha256: both.digest('hex') }
    })
    await register(world, [{ version: 'v1.0.1', run: first.run?.trainingId, stage: 'production' }])
    expect(verdict(await world.dispatch(weekly))).toBe('accepted run-attached')
    expect(verdict(await world.dispatch(weekly, { runId: '78' }))).toBe('ignored data-unchanged')
  })
})

describe('the summary', () => {
  const summary = async (language: 'en' | 'ja', reason: string) => {
    const { world, trainingId } = await bornInIssue()
    const outcome = await world.dispatch({ rerunOf: 'churn', reason, report: 'drift/report.json' })
    return { text: (await toReport(outcome, language)).summary, trainingId }
  }

  test('says what is run again and why', async () => {
    const { text, trainingId } = await summary('en', 'radius drifted')
    expect(text).toContain(`- **Runs again:** \`${trainingId}\` (v1.0.0)`)
    expect(text).toContain('- **Issue:** #7')
    expect(text).toContain('- **Why:** radius drifted')
    expect(text).toContain('- **Drift report:** `drift/report.json`')
  })

  test('in Japanese too', async () => {
    const { text } = await summary('ja', 'x')
    expect(text).toContain('- **再実行の元:**')
    expect(text).toContain('- **理由:** x')
  })

  test('shows a hostile reason as text', async () => {
    const { text } = await summary('en', '<img src=x> @everyone | [a](http://b)')
    expect(text).not.toMatch(/<img|@everyone|\]\(/)
  })
})
