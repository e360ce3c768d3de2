import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { writeRecord } from '../../../shared/src/action/record-store.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { aRequestRecord, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { columns, ROWS } from './labelled-columns.js'
import { cells, spread, versionEntry, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

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
