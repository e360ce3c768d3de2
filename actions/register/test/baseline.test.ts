import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { baselineProfile, type BaselineProfile } from '../../../shared/src/domain/records/baseline.js'
import { modelMetadata } from '../../../shared/src/domain/records/model-metadata.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { archiveOf, regressionArchive } from '../../../shared/testing/builders/model-archive.js'
import { aTrainingRecord, trainingIdOf } from '../../../shared/testing/builders/records.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import { toReport } from '../src/report.js'
import { digestOfTraining, trainingCsv, World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

const KEY = layout.baseline('churn', 'v1.0.0')

/** A model that the kit did not write. */
const foreignArchive = () => archiveOf({ 'weights.bin': 'anything' })

async function storedBaseline(): Promise<BaselineProfile> {
  return baselineProfile.parse(JSON.parse(await world.text(KEY)))
}

describe('the baseline of a version', () => {
  test('is the distribution of what the model was trained on, and of what it predicted', async () => {
    const outcome = await world.runWithData(1)
    expect(outcome).toMatchObject({ decision: 'registered', baseline: { rows: 300 }, warnings: [] })
    const { features, ...profile } = await storedBaseline()
    expect(profile).toMatchObject({
      model_id: 'churn',
      version: 'v1.0.0',
      training_id: trainingIdOf(1),
      dataset: { dataset_id: 'd1' },
      rows: 300,
      other_columns: ['row_id', 'person']
    })
    // Quantile k/10 of 0, 1, …, 299 is 29.9·k.
    const deciles = Array.from({ length: 9 }, (_, index) => expect.closeTo(29.9 * (index + 1), 9))
    expect(features).toMatchObject([
      {
        name: 'x',
        kind: 'numeric',
        missing: 0,
        bins: { kind: 'intervals', edges: deciles },
        counts: Array<number>(10).fill(30)
      },
      { name: 'label', role: 'target', kind: 'categorical', values: ['no', 'yes'], counts: [200, 100, 0, 0] },
      {
        name: 'prediction',
        role: 'prediction',
        rows: 4,
        kind: 'categorical',
        values: ['no', 'yes'],
        counts: [3, 1, 0, 0]
      }
    ])
    expect(world.leftovers()).toEqual([])
  })

  test('holds no row, and is listed with its digest', async () => {
    await world.runWithData(1)
    const text = await world.text(KEY)
    expect(text).not.toMatch(/name-\d|r17/)
    const metadata = modelMetadata.parse(
      JSON.parse(await world.text('models/churn/v1.0.0/model_metadata.json'))
    )
    expect(metadata.artifacts.at(-1)).toEqual({
      path: 'baseline.json',
      sha256: createHash('sha256').update(text).digest('hex'),
      size_bytes: Buffer.byteLength(text)
    })
  })

  test('of a regression has numbers as target and prediction, however few they are', async () => {
    const archive = await regressionArchive()
    const csv = 'x,label\n1,3\n2,4\n3,3\n'
    await world.putRunWithData(1, { archive, evaluation: { task: 'regression' } }, csv)
    await world.put(layout.predictions(trainingIdOf(1)), 'row,target,prediction\n1,3,3.5\n2,4,3.5\n')
    await world.register(1)
    expect((await storedBaseline()).features.map(({ name, kind }) => [name, kind])).toEqual([
      ['x', 'categorical'],
      ['label', 'numeric'],
      ['prediction', 'numeric']
    ])
  })

  test('follows the kinds that dataset.json declares', async () => {
    await world.putRunWithData(1)
    await world.put(layout.datasetDescription('d1'), '{"types": {"x": "categorical"}}')
    await world.register(1)
    const [x] = (await storedBaseline()).features
    expect(x).toMatchObject({ name: 'x', kind: 'categorical' })
  })

  test('is in the result and in both summaries', async () => {
    const outcome = await world.runWithData(1)
    const report = toReport(outcome, 'en')
    expect(report.result).toMatchObject({ baseline_rows: 300 })
    expect(report.summary).toContain('300 training rows')
    expect(toReport(outcome, 'ja').summary).toContain('訓練データ 300 行')
  })
})

describe('a version without a baseline is registered all the same, and says why', () => {
  const cases: [name: string, spoil: () => Promise<unknown>, why: RegExp][] = [
    ['gone', () => world.store.remove('datasets/d1/train/train.csv'), /holds no data file/],
    [
      'changed',
      () => world.put('datasets/d1/train/train.csv', `${trainingCsv()}r300,300,no,x\n`),
      /has changed since training/
    ],
    ['joined by another file', () => world.put('datasets/d1/train/more.csv', 'x\n1\n'), /has changed/],
    [
      'described by a damaged dataset.json',
      () => world.put(layout.datasetDescription('d1'), '{'),
      /dataset\.json is not JSON/
    ]
  ]
  test.each(cases)('the data are %s', async (_name, spoil, why) => {
    await world.putRunWithData(1)
    await spoil()
    const outcome = await world.register(1)
    expect(outcome).toMatchObject({
      decision: 'registered',
      version: 'v1.0.0',
      baseline: { why: expect.stringMatching(why) }
    })
    expect(outcome.warnings).toEqual([
      expect.stringMatching(/drift-check of v1\.0\.0 needs its input "baseline"/)
    ])
    expect(await world.files('models/churn/v1.0.0/')).not.toContain('baseline.json')
    const report = toReport(outcome, 'en')
    expect(report.result).toMatchObject({ baseline_rows: null })
    expect(report.summary).toMatch(/Drift baseline:\*\* none: /)
    expect(world.leftovers()).toEqual([])
  })

  test('the data are ragged', async () => {
    const csv = 'x,label\n1,no\n2\n'
    await world.putRunWithData(1, {}, csv)
    expect(await world.register(1)).toMatchObject({
      baseline: { why: expect.stringMatching(/train\.csv, row 3/) }
    })
  })

  test('nobody knows which data it was', async () => {
    await world.putRunWithData(1)
    const dataset = { ...aTrainingRecord().dataset, sha256: null }
    await world.putRun(1, { training: { dataset }, archive: await foreignArchive() })
    expect(await world.register(1)).toMatchObject({
      baseline: { why: expect.stringMatching(/nobody recorded/) }
    })
  })

  test('but without predictions only the prediction is missing', async () => {
    const id = await world.putRunWithData(1)
    await world.store.remove(layout.predictions(id))
    const outcome = await world.register(1)
    expect(outcome.warnings).toEqual([expect.stringMatching(/^The baseline is without the prediction: /)])
    expect((await storedBaseline()).features.map(({ name }) => name)).toEqual(['x', 'label'])
  })

  test('a defect is not hidden', async () => {
    class BrokenStore extends InMemoryObjectStore {
      override list(): never {
        throw new TypeError('a defect')
      }
    }
    const broken = new BrokenStore()
    await world.putRunWithData(1)
    for await (const { key } of world.store.list('')) {
      const object = await world.store.read(key)
      if (object !== undefined) await broken.write(key, object.bytes)
    }
    await expect(world.call({ 'training-id': trainingIdOf(1) }, broken)).rejects.toThrow('a defect')
  })
})

test('a feature named like the prediction keeps its own place', async () => {
  const csv = 'prediction,label\n1,no\n2,yes\n'
  await world.putRunWithData(1, {}, csv)
  const dataset = { ...aTrainingRecord().dataset, sha256: digestOfTraining(csv), features: ['prediction'] }
  await world.putRun(1, { training: { dataset }, archive: await foreignArchive() })
  await world.register(1)
  expect((await storedBaseline()).features.map(({ name, role }) => [name, role])).toEqual([
    ['prediction', undefined],
    ['label', 'target']
  ])
})
