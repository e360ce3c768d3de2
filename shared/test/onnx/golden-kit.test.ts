import { describe, expect, test } from '@jest/globals'
import { OnnxInferenceRuntime } from '../../src/adapters/onnx/onnx-inference-runtime.js'
import type { FittedModel, TreeEnsemble } from '../../src/onnx/fitted-model.js'
import { checkParity, type ParityReport, type ParityRows } from '../../src/onnx/parity.js'
import { toOnnx } from '../../src/onnx/to-onnx.js'
import { writeOnnx } from '../../src/onnx/write-onnx.js'
import { kitArchive, kitModel, kitNames } from './fixtures.js'

const runtime = new OnnxInferenceRuntime()

async function parityOf(model: FittedModel, reference: ParityRows): Promise<ParityReport> {
  const loaded = await runtime.load(writeOnnx(model))
  try {
    return await checkParity(loaded, reference)
  } finally {
    await loaded.close()
  }
}

function withTrees(model: FittedModel, change: (trees: TreeEnsemble) => TreeEnsemble): FittedModel {
  if (model.predictor.kind !== 'trees') throw new Error('the fixture has no trees')
  return { ...model, predictor: change(model.predictor) }
}

describe('kit archives scored as ONNX against the library', () => {
  test('the fixtures are all there', () => {
    expect(kitNames).toEqual([
      'categories-only',
      'forest-binary',
      'forest-multiclass',
      'forest-regression',
      'histogram-binary',
      'linear-regression',
      'logistic-binary',
      'logistic-multinomial',
      'mixed-one-hot',
      'mixed-ordinal',
      'xgboost-binary'
    ])
  })

  test.each(kitNames)('%s is the same model', async name => {
    const converted = toOnnx(await kitArchive(name))
    const model = await runtime.load(converted.bytes)
    if (converted.parity === undefined) throw new Error('no parity rows')
    const report = await checkParity(model, converted.parity)
    await model.close()
    expect(report).toMatchObject({ rowsBeyondTolerance: 0, labelFlips: 0, passed: true })
    // float32 sums of at most 90 trees: far inside the gate, so a slight mistake cannot hide in it.
    expect(report.maxRelativeDifference).toBeLessThan(1e-6)
  })

  test('labels are the texts of the classes', async () => {
    const { bytes, parity } = toOnnx(await kitArchive('logistic-multinomial'))
    const model = await runtime.load(bytes)
    if (parity === undefined) throw new Error('no parity rows')
    const { labels, outputs } = await model.score(parity.features)
    await model.close()
    expect(outputs).toBe(3)
    // Iris comes sorted by species, 50 of each; the fixture takes every fourth.
    expect(labels?.[0]).toBe('setosa')
    expect(labels?.at(-1)).toBe('virginica')
  })
})

describe('a wrong conversion does not pass', () => {
  const swap = (trees: TreeEnsemble): TreeEnsemble => ({
    ...trees,
    compare: trees.compare === 'le' ? 'lt' : 'le'
  })
  const forgetMissing = (trees: TreeEnsemble): TreeEnsemble => ({
    ...trees,
    defaultLeft: new Uint8Array(trees.defaultLeft.length)
  })
  const shiftBase = (trees: TreeEnsemble): TreeEnsemble => ({
    ...trees,
    base: trees.base.map(base => base + 0.01)
  })
  const wrongClass = (trees: TreeEnsemble): TreeEnsemble => ({
    ...trees,
    leaf: trees.leaf.map((_, place) => trees.leaf[place - (place % 2) + (1 - (place % 2))] ?? 0)
  })

  test.each([
    { name: 'le as lt', fixture: 'forest-binary', change: swap },
    { name: 'le as lt, three classes', fixture: 'forest-multiclass', change: swap },
    { name: 'le as lt, regression', fixture: 'forest-regression', change: swap },
    { name: 'lt as le', fixture: 'xgboost-binary', change: swap },
    { name: 'missing values always right (le)', fixture: 'histogram-binary', change: forgetMissing },
    { name: 'missing values always right (lt)', fixture: 'xgboost-binary', change: forgetMissing },
    { name: 'base off by 0.01', fixture: 'xgboost-binary', change: shiftBase },
    { name: 'base off by 0.01, regression', fixture: 'forest-regression', change: shiftBase },
    {
      name: 'sum instead of mean',
      fixture: 'forest-binary',
      change: (trees: TreeEnsemble) => ({ ...trees, aggregate: 'sum' as const })
    },
    { name: 'classes exchanged', fixture: 'forest-binary', change: wrongClass }
  ])('$name', async ({ fixture, change }) => {
    const { model, parity } = await kitModel(fixture)
    const report = await parityOf(withTrees(model, change), parity)
    expect(report.passed).toBe(false)
    expect(report.rowsBeyondTolerance).toBeGreaterThan(0)
  })

  test.each([
    { name: 'no clipping', field: 'upper' as const, value: Infinity },
    { name: 'no scaling', field: 'scale' as const, value: 1 },
    { name: 'no centring', field: 'center' as const, value: 0 },
    { name: 'missing filled with zero', field: 'fill' as const, value: 0 }
  ])('$name', async ({ field, value }) => {
    const { model, parity } = await kitModel('linear-regression')
    const { numeric } = model.preprocessing
    const changed = { ...numeric, [field]: new Float32Array(numeric.names.length).fill(value) }
    const report = await parityOf(
      { ...model, preprocessing: { ...model.preprocessing, numeric: changed } },
      parity
    )
    expect(report.passed).toBe(false)
  })

  test('one category exchanged for another', async () => {
    const { model, parity } = await kitModel('mixed-one-hot')
    const categorical = model.preprocessing.categorical.map(feature => ({
      ...feature,
      categories: [...feature.categories].reverse()
    }))
    const report = await parityOf(
      { ...model, preprocessing: { ...model.preprocessing, categorical } },
      parity
    )
    expect(report.passed).toBe(false)
    expect(report.labelFlips).toBeGreaterThan(0)
  })
})
