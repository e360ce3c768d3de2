import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { columns, ROWS } from './labelled-columns.js'
import { csv, spread, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

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
