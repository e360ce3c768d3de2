import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { writeRecord } from '../../../shared/src/action/record-store.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { aRequestRecord, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { cells, csv, spread, versionEntry, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

const ROWS = 400
const columns = (shift = 0) => ({
  size: spread(ROWS, shift),
  weight: spread(ROWS),
  label: cells(ROWS, index => (index % 2 === 0 ? 'yes' : 'no'))
})

/** A stored profile of size and weight with the target `label`, as `register` writes it. */
async function registered(): Promise<void> {
  const profile = await world.profileOf(columns())
  const features = profile.features.map(feature =>
    feature.name === 'label' ? { ...feature, role: 'target' as const } : feature
  )
  await world.register({ ...profile, features, other_columns: ['id'] }, ['v1.0.0', 'v1.0.1'])
}

describe('the baseline of a registered version', () => {
  beforeEach(registered)

  test.each([
    ['of the model', { 'model-id': 'churn' }],
    ['of the version', { 'model-id': 'churn', version: 'v1.0.1' }],
    ['of the run of the model', { 'training-id': trainingIdOf(1) }]
  ])('is found by the id %s', async (_name, texts) => {
    await writeRecord(
      world.store,
      layout.request(trainingIdOf(1)),
      aRequestRecord({ training_id: trainingIdOf(1) })
    )
    world.file('current.csv', columns())
    const { report, uri } = await world.call({ current: 'current.csv', ...texts })
    expect(report).toMatchObject({
      model_id: 'churn',
      version: 'v1.0.1',
      severity: 'ok',
      baseline: { kind: 'profile', source: 'memory:models/churn/v1.0.1/baseline.json' }
    })
    expect(uri).toBe(`memory:drift/churn/${report.report_id}/report.json`)
  })

  test('a target that the current data lack is no violation', async () => {
    world.file('current.csv', { size: spread(ROWS), weight: spread(ROWS), id: cells(ROWS, index => index) })
    const { report } = await world.call({ current: 'current.csv', 'model-id': 'churn' })
    expect(report).toMatchObject({
      severity: 'ok',
      violations: [],
      not_compared: [{ name: 'label', role: 'target' }]
    })
  })

  test('a target that was named as critical must be there', async () => {
    world.file('current.csv', { size: spread(ROWS), weight: spread(ROWS), id: cells(ROWS, index => index) })
    const texts = { current: 'current.csv', 'model-id': 'churn', 'critical-features': 'label' }
    expect((await world.call(texts)).report).toMatchObject({
      severity: 'retrain',
      reason_code: 'critical-feature',
      violations: [{ feature: 'label', check: 'missing_column', severity: 'retrain' }],
      not_compared: []
    })
  })

  test('a target that drifted decides alone', async () => {
    world.file('current.csv', {
      ...columns(),
      label: cells(ROWS, index => (index % 10 === 0 ? 'yes' : 'no'))
    })
    const { report } = await world.call({ current: 'current.csv', 'model-id': 'churn' })
    expect(report).toMatchObject({ severity: 'retrain', reason_code: 'critical-feature' })
    expect(report.features[0]).toMatchObject({ name: 'label', role: 'target', critical: true })
  })

  const missing: [name: string, texts: Record<string, string>, code: string, hint: RegExp][] = [
    ['a model nobody registered', { 'model-id': 'fraud' }, 'model-unknown', /baseline of your own/],
    [
      'a version it does not have',
      { 'model-id': 'churn', version: 'v2.0.0' },
      'version-unknown',
      /v1\.0\.1, v1\.0\.0/
    ],
    [
      'a version without a baseline',
      { 'model-id': 'churn', version: 'v1.0.0' },
      'baseline-missing',
      /baseline of your own/
    ],
    ['a run that is not there', { 'training-id': trainingIdOf(9) }, 'record-missing', /model-id/]
  ]

  test.each(missing)('%s is an error of its own', async (_name, texts, code, hint) => {
    world.file('current.csv', columns())
    const call = world.call({ current: 'current.csv', ...texts })
    await expect(call).rejects.toMatchObject({ code, hint: expect.stringMatching(hint) })
    expect(await world.files('drift/')).toEqual([])
  })

  test('a model without a version in production is an error, unless a version is named', async () => {
    await world.putRegistry({ versions: [{ ...versionEntry('v1.0.1'), stage: 'candidate' }] })
    world.file('current.csv', columns())
    const texts = { current: 'current.csv', 'model-id': 'churn' }
    await expect(world.call(texts)).rejects.toMatchObject({ code: 'no-production-version' })
    expect((await world.call({ ...texts, version: 'v1.0.1' })).report.version).toBe('v1.0.1')
  })

  describe('that metadata list', () => {
    const metadata = async (artifacts: { path: string; sha256: string }[]) => {
      await writeRecord(world.store, layout.versionFile('churn', 'v1.0.1', 'model_metadata.json'), {
        schema_version: 1,
        model_id: 'churn',
        version: 'v1.0.1',
        training_id: trainingIdOf(2),
        task: 'classification',
        algorithm: 'random_forest',
        hyperparameters: {},
        metrics: {},
        decision: null,
        dataset: { dataset_id: 'd1', sha256: null },
        request_sha256: '0'.repeat(64),
        commit: null,
        engine: {},
        created_at: '2025-01-10T09:40:00Z',
        artifacts: artifacts.map(artifact => ({ ...artifact, size_bytes: 1 })),
        parent_version: null
      })
      world.file('current.csv', columns())
      return world.call({ current: 'current.csv', 'model-id': 'churn' })
    }
    const key = layout.baseline('churn', 'v1.0.1')
    const digest = async () =>
      createHash('sha256')
        .update(await world.stored(key))
        .digest('hex')

    test('is taken as it was registered', async () => {
      const { report } = await metadata([{ path: 'baseline.json', sha256: await digest() }])
      expect(report).toMatchObject({ severity: 'ok', baseline: { sha256: await digest() } })
    })

    test('is an error after it was edited', async () => {
      const artifacts = [{ path: 'baseline.json', sha256: await digest() }]
      await world.store.write(key, new TextEncoder().encode(`${await world.stored(key)} `))
      await expect(metadata(artifacts)).rejects.toMatchObject({
        code: 'artifact-changed',
        message: expect.stringContaining('models/churn/v1.0.1/baseline.json')
      })
      expect(await world.files('drift/')).toEqual([])
    })

    test('is taken of older versions, whose metadata do not list it', async () => {
      const { report } = await metadata([{ path: 'model.onnx', sha256: '0'.repeat(64) }])
      expect(report.severity).toBe('ok')
    })
  })

  test('a damaged profile is an error', async () => {
    await world.store.write(layout.baseline('churn', 'v1.0.1'), new TextEncoder().encode('{"rows": 3}'))
    world.file('current.csv', columns())
    const call = world.call({ current: 'current.csv', 'model-id': 'churn' })
    await expect(call).rejects.toMatchObject({ code: 'record-unreadable' })
  })
})

describe('a baseline in the workspace', () => {
  test.each([
    ['a CSV file', 'before.csv', () => world.file('before.csv', columns())],
    ['a gzipped file', 'before.csv.gz', () => world.file('before.csv.gz', gzipSync(csv(columns())))],
    [
      'a directory of files',
      'before',
      () => {
        world.file('before/a.csv', columns())
        world.file('before/b.csv', columns())
      }
    ]
  ])('may be %s', async (_name, path, write) => {
    write()
    world.file('after.csv', columns(0.5))
    const { report } = await world.call({ baseline: path, current: 'after.csv' })
    expect(report).toMatchObject({
      severity: 'warn',
      model_id: null,
      version: null,
      baseline: { kind: 'data', source: path },
      features: [{ name: 'size', severity: 'retrain' }, {}, {}]
    })
  })

  test('may be a profile, which measures the same index', async () => {
    world.file('before.csv', columns())
    world.file('profile.json', JSON.stringify(await world.profileOf(columns())))
    world.file('after.csv', columns(0.3))
    const current = { current: 'after.csv' }
    const raw = (await world.call({ baseline: 'before.csv', ...current })).report
    const stored = (await world.call({ baseline: 'profile.json', ...current })).report
    expect(stored.baseline.kind).toBe('profile')
    expect(stored.features.map(({ name, psi }) => [name, psi])).toEqual(
      raw.features.map(({ name, psi }) => [name, psi])
    )
  })

  test("may be SageMaker's statistics.json", async () => {
    const buckets = Array.from({ length: 10 }, (_, index) => ({
      lower_bound: index / 10,
      upper_bound: (index + 1) / 10,
      count: ROWS / 10
    }))
    const common = { num_present: ROWS, num_missing: 0 }
    const size = {
      name: 'size',
      inferred_type: 'Fractional',
      numerical_statistics: {
        common,
        mean: 0.5,
        sum: 200,
        std_dev: 0.29,
        min: 0,
        max: 1,
        distribution: { kll: { buckets } }
      }
    }
    world.file(
      'statistics.json',
      JSON.stringify({ version: 0, dataset: { item_count: ROWS }, features: [size] })
    )
    world.file('after.csv', { size: spread(ROWS, 0.5) })
    const { report } = await world.call({ baseline: 'statistics.json', current: 'after.csv' })
    expect(report).toMatchObject({
      severity: 'retrain',
      reason_code: 'only-feature',
      baseline: { kind: 'sagemaker-statistics', approximate: true }
    })
  })

  test('needs no registered version, and belongs to the model that is named', async () => {
    const { report } = await world.compare(columns(), columns(), { 'model-id': 'churn' })
    expect(report).toMatchObject({ model_id: 'churn', version: null })
  })

  test('is compared by the features and the target of the version', async () => {
    await world.register(null)
    const current = { size: spread(ROWS, 0.5), weight: spread(ROWS), note: spread(ROWS, 3) }
    const { report } = await world.compare({ ...columns(), note: spread(ROWS) }, current, {
      'model-id': 'churn'
    })
    expect(report.features.map(({ name }) => name).sort()).toEqual(['size', 'weight'])
    expect(report.violations).toEqual([])
    expect(report.not_compared).toEqual([{ name: 'label', role: 'target' }])
  })

  const wrong: [name: string, path: string, content: string, code: string][] = [
    ['other JSON', 'x.json', '{"rows": 3}', 'baseline-invalid'],
    ['no JSON', 'x.json', '{', 'baseline-invalid'],
    [
      'statistics without features',
      'x.json',
      '{"dataset": {"item_count": 3}, "features": [{}]}',
      'baseline-invalid'
    ],
    ['a text', 'x.txt', 'a,b\n1,2\n', 'table-unreadable'],
    ['an empty file', 'x.csv', '', 'table-empty'],
    ['a ragged file', 'x.csv', 'a,b\n1,2\n1\n', 'table-ragged']
  ]

  test.each([
    ['[]', 'a list'],
    ['null', 'null'],
    ['5', 'a number'],
    ['"x"', 'a text']
  ])('%s for a profile says that it must be an object', async (content, kind) => {
    world.file('x.json', content)
    world.file('after.csv', columns())
    const code = 'baseline-invalid'
    const message = `x.json cannot be compared with: it must be an object, and is ${kind}`
    const call = world.call({ baseline: 'x.json', current: 'after.csv' })
    await expect(call).rejects.toMatchObject({ code, message })
    await world.store.write(layout.registry('churn'), new TextEncoder().encode(content))
    await expect(world.call({ 'model-id': 'churn', current: 'after.csv' })).rejects.toMatchObject({
      code: 'record-unreadable',
      message: expect.stringContaining(
        `registry.json is not a record of this suite: it must be an object, and is ${kind}`
      )
    })
  })

  test.each([
    ['more values than rows', 10, 250, 0],
    ['more missing cells than rows', 400, 250, 1e9]
  ])('statistics with %s are one error that names them', async (_name, items, present, missing) => {
    const common = { num_present: present, num_missing: missing }
    const buckets = [{ lower_bound: 0, upper_bound: 1, count: present }]
    const features = [
      { name: 'size', numerical_statistics: { common, distribution: { kll: { buckets } } } },
      { name: 'label', string_statistics: { common } }
    ]
    world.file('x.json', JSON.stringify({ dataset: { item_count: items }, features }))
    world.file('after.csv', columns())
    await expect(world.call({ baseline: 'x.json', current: 'after.csv' })).rejects.toMatchObject({
      code: 'baseline-invalid',
      problems: ['size', 'label'].map(name => ({
        place: `feature "${name}"`,
        message: `has num_present ${present} and num_missing ${missing}, more than the item_count ${items} of the data`
      }))
    })
  })

  test.each(wrong)('%s is one error', async (_name, path, content, code) => {
    world.file(path, content)
    world.file('after.csv', columns())
    await expect(world.call({ baseline: path, current: 'after.csv' })).rejects.toMatchObject({ code })
  })
})

describe('paths and columns', () => {
  test.each(['missing.csv', '../..', 'empty'])('current data at %s are an error', async path => {
    world.file('empty/readme.txt', '')
    world.file('before.csv', columns())
    const call = world.call({ baseline: 'before.csv', current: path })
    await expect(call).rejects.toMatchObject({
      code: 'dataset-missing',
      message: expect.stringContaining(path)
    })
  })

  test('files without a common column are an error', async () => {
    const call = world.compare({ a: spread(ROWS) }, { b: spread(ROWS) })
    await expect(call).rejects.toMatchObject({ code: 'nothing-to-compare' })
  })

  test('all names that the baseline does not have are one error, with the nearest ones', async () => {
    const call = world.compare(columns(), columns(), {
      features: 'sise, weight, colour',
      'critical-features': 'Label'
    })
    await expect(call).rejects.toMatchObject({
      code: 'feature-unknown',
      message: expect.stringMatching(
        /features.*"sise".*"size"[^]*"colour"[^]*critical-features.*"Label".*"label"/
      )
    })
  })

  test('a critical column is compared even where features leave it out', async () => {
    const { report } = await world.compare(columns(), columns(), {
      features: 'weight',
      'critical-features': 'size'
    })
    expect(report.features.map(({ name, critical }) => [name, critical]).sort()).toEqual([
      ['size', true],
      ['weight', false]
    ])
  })

  test('names that are properties of objects are names like any other', async () => {
    const odd = (shift: number) =>
      new Map(['__proto__', 'constructor', 'toString'].map(name => [name, spread(ROWS, shift)]))
    const text = (shift: number) => {
      const names = [...odd(shift).keys()]
      const rows = cells(ROWS, row => names.map(name => odd(shift).get(name)?.[row] ?? '').join(','))
      return [names.join(','), ...rows].join('\n')
    }
    world.file('before.csv', text(0))
    world.file('after.csv', text(0.5))
    const { report } = await world.call({ baseline: 'before.csv', current: 'after.csv' })
    expect(report.features.map(({ name }) => name).sort()).toEqual(['__proto__', 'constructor', 'toString'])
  })
})
