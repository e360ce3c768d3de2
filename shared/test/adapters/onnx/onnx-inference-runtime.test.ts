import { describe, expect, test } from '@jest/globals'
import { OnnxInferenceRuntime } from '../../../src/adapters/onnx/onnx-inference-runtime.js'
import { loadNativeRuntime, type NativeRuntime } from '../../../src/adapters/onnx/native-runtime.js'
import { elementType } from '../../../src/onnx/graph/element-type.js'
import { toOnnx } from '../../../src/onnx/to-onnx.js'
import type { Scores } from '../../../src/ports/inference-runtime.js'
import type { FeatureMatrix } from '../../../src/tables/feature-matrix.js'
import { kitArchive, numericRows } from '../../onnx/fixtures.js'
import { modelError } from '../../onnx/model-error.js'
import {
  dotModel,
  edited,
  identities,
  integerLabelModel,
  unknownOperatorModel,
  vectorModel,
  zipMapModel
} from './user-models.js'

const { float32, float64, int64, string } = elementType

async function score(bytes: Uint8Array, features: FeatureMatrix, batchRows?: number): Promise<Scores> {
  const runtime = new OnnxInferenceRuntime(batchRows === undefined ? {} : { batchRows })
  const model = await runtime.load(bytes)
  try {
    return await model.score(features)
  } finally {
    await model.close()
  }
}

const load = (bytes: Uint8Array): Promise<unknown> => new OnnxInferenceRuntime().load(bytes)

describe('models of the training kit', () => {
  test.each([1, 7, 80, 4096])('scores do not depend on batches of %d rows', async batchRows => {
    const { bytes, parity } = toOnnx(await kitArchive('forest-binary'))
    if (parity === undefined) throw new Error('no parity rows')
    const whole = await score(bytes, parity.features, 1000)
    expect(await score(bytes, parity.features, batchRows)).toEqual(whole)
  })

  test('text features are cut into batches too', async () => {
    const { bytes, parity } = toOnnx(await kitArchive('categories-only'))
    if (parity === undefined) throw new Error('no parity rows')
    expect(await score(bytes, parity.features, 3)).toEqual(await score(bytes, parity.features))
  })

  test('no rows give no scores', async () => {
    const { bytes } = toOnnx(await kitArchive('logistic-multinomial'))
    const scores = await score(bytes, numericRows([], ['x0', 'x1', 'x2', 'x3']))
    expect(scores).toEqual({ rows: 0, outputs: 3, values: new Float32Array() })
  })

  test('the metadata of the file is there', async () => {
    const { bytes } = toOnnx(await kitArchive('forest-binary'), {
      trainingId: 'train-20250110-093000-1a2b3c4d'
    })
    const model = await new OnnxInferenceRuntime().load(bytes)
    await model.close()
    expect([...model.metadata.keys()]).toEqual(['mlops.manifest', 'mlops.training_id'])
  })

  test.each([
    {
      name: 'a feature missing',
      names: ['x0', 'x1', 'x2'],
      part: 'takes 4 numeric features, the data has 3'
    },
    {
      name: 'features in another order',
      names: ['x1', 'x0', 'x2', 'x3'],
      part: "numeric feature 1 is 'x0', the data's 'x1'"
    }
  ])('$name is refused', async ({ names, part }) => {
    const { bytes } = toOnnx(await kitArchive('logistic-multinomial'))
    const features = numericRows([names.map(() => 0)], names)
    await expect(score(bytes, features)).rejects.toEqual(modelError('feature-mismatch', part))
  })

  test('texts for a model of numbers are refused', async () => {
    const { bytes } = toOnnx(await kitArchive('logistic-multinomial'))
    const features = {
      ...numericRows([[1, 2, 3, 4]], ['x0', 'x1', 'x2', 'x3']),
      categoricalNames: ['job'],
      categorical: ['a']
    }
    await expect(score(bytes, features)).rejects.toEqual(
      modelError('feature-mismatch', 'takes 0 text features, the data has 1')
    )
  })
})

describe('models of users’ scripts', () => {
  const rows = numericRows(
    [
      [1, 2],
      [3, 4],
      [5, 6]
    ],
    ['a', 'b']
  )

  test.each([
    { name: 'float input of any name', bytes: dotModel({ name: 'float_input' }) },
    { name: 'double input', bytes: dotModel({ type: float64 }) },
    { name: 'input of unknown width', bytes: dotModel({ shape: [null, null] }) },
    { name: 'one row at a time', bytes: dotModel({ shape: [1, 2] }) },
    { name: 'two rows at a time, the last one filled up', bytes: dotModel({ shape: [2, 2] }) },
    { name: 'an input called __proto__', bytes: dotModel({ name: '__proto__' }) }
  ])('$name', async ({ bytes }) => {
    // x · [1, 10] by hand.
    expect(await score(bytes, rows)).toEqual({ rows: 3, outputs: 1, values: Float32Array.of(21, 43, 65) })
  })

  test('scores as a vector', async () => {
    expect(await score(vectorModel(), numericRows([[1], [2]], ['a']))).toEqual({
      rows: 2,
      outputs: 1,
      values: Float32Array.of(1, 2)
    })
  })

  test.each([
    { name: 'the usual names', outputs: ['label', 'probabilities'] },
    { name: 'older names', outputs: ['output_label', 'output_probability'] },
    { name: 'any names', outputs: ['a', 'b'] }
  ])('integer labels and probabilities under $name', async ({ outputs }) => {
    expect(await score(integerLabelModel(outputs), numericRows([[0.25], [0.75]], ['a']))).toEqual({
      rows: 2,
      outputs: 2,
      values: Float32Array.of(0.75, 0.25, 0.25, 0.75),
      labels: ['0', '1']
    })
  })

  test.each([
    {
      name: 'probabilities as a list of maps',
      bytes: zipMapModel(),
      part: "output 'output_probability' is a list of maps"
    },
    {
      name: 'one input per feature',
      bytes: identities([
        ['a', float32],
        ['b', float32]
      ]),
      part: 'takes 2 separate inputs'
    },
    { name: 'integer input', bytes: identities([['a', int64]]), part: "input 'a' takes int64" },
    {
      name: 'an input of one dimension',
      bytes: identities([['a', float32]], [null]),
      part: "input 'a' has 1 dimensions, not 2"
    },
    {
      name: 'an image',
      bytes: identities([['a', float32]], [null, 3, 8, 8]),
      part: "input 'a' has 4 dimensions, not 2"
    },
    {
      name: 'texts only',
      bytes: identities([['a', string]]),
      part: 'which output holds the scores is unclear: out_a (string)'
    },
    {
      name: 'inputs of different numbers of rows',
      bytes: edited(
        identities(
          [
            ['a', float32],
            ['b', string]
          ],
          [2, 1]
        ),
        model => {
          const dim = model.graph?.input[0]?.type?.value.value?.shape?.dim[0]
          if (dim !== undefined) dim.value = { case: 'dimValue', value: 3n }
        }
      ),
      part: 'different numbers of rows'
    }
  ])('$name is not understood', async ({ bytes, part }) => {
    await expect(load(bytes)).rejects.toEqual(modelError('model-unsupported', part))
  })

  test('the hint for a list of maps names the option', async () => {
    await expect(load(zipMapModel())).rejects.toMatchObject({ hint: expect.stringContaining('zipmap=False') })
  })

  test('another number of features fails before the model is run', async () => {
    await expect(score(dotModel(), numericRows([[1]], ['a']))).rejects.toEqual(
      modelError('feature-mismatch', 'takes 2 numeric features, the data has 1')
    )
  })

  test('a model that fails while running is the user’s', async () => {
    const bytes = dotModel({ shape: [null, null] })
    await expect(score(bytes, numericRows([[1, 2, 3]], ['a', 'b', 'c']))).rejects.toEqual(
      modelError('inference-failed', 'onnxruntime could not run it')
    )
  })
})

describe('hostile and damaged files', () => {
  test('an unknown operator is named in one line', async () => {
    const failure = load(unknownOperatorModel('Nope\n::error::pwned'))
    await expect(failure).rejects.toEqual(modelError('model-unreadable', 'onnxruntime cannot load it'))
    await expect(failure).rejects.toMatchObject({ message: expect.not.stringContaining('\n') })
  })

  test.each([
    { name: 'no ONNX', bytes: new TextEncoder().encode('PK, or whatever') },
    { name: 'nothing', bytes: new Uint8Array() },
    { name: 'an ONNX file that is cut', bytes: dotModel().subarray(0, 60) }
  ])('$name', async ({ bytes }) => {
    await expect(load(bytes)).rejects.toEqual(modelError('model-unreadable', 'not a readable ONNX file'))
  })

  test('weights in another file are never looked for', async () => {
    const bytes = edited(dotModel(), model => {
      const [weights] = model.graph?.initializer ?? []
      if (weights === undefined) return
      weights.externalData = [
        { $typeName: 'onnx.StringStringEntryProto', key: 'location', value: 'package.json' }
      ]
      weights.dataLocation = 1
    })
    await expect(load(bytes)).rejects.toEqual(modelError('model-unsupported', 'weights lie in another file'))
  })
})

describe('how sessions are opened', () => {
  test.each([
    { name: 'one thread', options: {}, threads: 1 },
    { name: 'as many threads as asked for', options: { threads: 2 }, threads: 2 }
  ])('$name, and silent', async ({ options, threads }) => {
    const seen: unknown[] = []
    const native = await loadNativeRuntime()
    const create = (model: Uint8Array, session: object): Promise<unknown> => {
      seen.push(session)
      return native.InferenceSession.create(model, session)
    }
    const recording = { ...native, InferenceSession: { create } } as unknown as NativeRuntime
    const runtime = new OnnxInferenceRuntime({ ...options, loadNative: () => Promise.resolve(recording) })
    await (await runtime.load(dotModel())).close()
    expect(seen).toEqual([
      expect.objectContaining({ intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 4 })
    ])
  })
})
