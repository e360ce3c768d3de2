import { describe, expect, test } from '@jest/globals'
import { OnnxInferenceRuntime } from '../../../src/adapters/onnx/onnx-inference-runtime.js'
import { inspectOnnx } from '../../../src/onnx/onnx-inspection.js'
import type { QuantizationResult } from '../../../src/onnx/quantize/quantization-result.js'
import { quantizeDynamic } from '../../../src/onnx/quantize/quantize-dynamic.js'
import { toOnnx } from '../../../src/onnx/to-onnx.js'
import { edited } from '../../adapters/onnx/user-models.js'
import { kitArchive, kitNames, numericRows } from '../fixtures.js'
import { layersOf, mlpModel, mlpReference, numbersFrom } from '../mlp.js'
import { modelError } from '../model-error.js'
import { operatorsOf, runModel } from '../run-model.js'
import {
  bothDirectionsModel,
  branchModel,
  constantNodeModel,
  firstOf,
  floatDataModel,
  functionModel,
  graphOf,
  productModel,
  sharedActivationModel,
  sharedWeightsModel,
  weightsUsedTwiceModel,
  withWeights
} from './zoo.js'

function quantized(model: Uint8Array): QuantizationResult & { kind: 'quantized' } {
  const result = quantizeDynamic(model)
  if (result.kind !== 'quantized') throw new Error(result.reason)
  return result
}

const row = (seed: number, length: number): Float32Array => new Float32Array(length).map(numbersFrom(seed))

/** The largest difference of the first output on five rows, each scored alone as a device does. */
async function largestDifference(before: Uint8Array, after: Uint8Array): Promise<number> {
  let largest = 0
  for (const seed of [1, 2, 3, 4, 5]) {
    const x = { values: row(seed, 32), dims: [1, 32] }
    const [expected, actual] = [await runModel(before, { x }), await runModel(after, { x })]
    expect(actual.dims).toEqual(expected.dims)
    expected.values.forEach((value, place) => {
      largest = Math.max(largest, Math.abs(value - (actual.values[place] ?? NaN)))
    })
  }
  return largest
}

describe('an MLP 16-256-128-3', () => {
  const layers = layersOf([16, 256, 128, 3])
  const model = mlpModel(layers)

  test('is at least 3.5 times as small, and says how much of it is int8', () => {
    const { bytes, quantized: amount, left } = quantized(model)
    expect(model.length / bytes.length).toBeGreaterThan(3.5)
    // 16·256 + 256·128 + 128·3 weights; 256 + 128 + 3 scales.
    expect(amount).toEqual({
      nodes: 3,
      parameters: 37_248,
      weightBytesBefore: 148_992,
      weightBytesAfter: 38_796
    })
    expect(left).toEqual([])
  })

  test('multiplies integers and keeps the operators around', () => {
    expect(operatorsOf(quantized(model).bytes)).toEqual({
      DynamicQuantizeLinear: 3,
      MatMulInteger: 3,
      Cast: 3,
      Mul: 6,
      Add: 3,
      Relu: 2,
      Identity: 1
    })
  })

  test.each([
    { name: 'full range', options: {} },
    { name: 'reduced range', options: { reduceRange: true } }
  ])('stays close to double precision: $name', async ({ options }) => {
    const result = quantizeDynamic(model, options)
    if (result.kind !== 'quantized') throw new Error(result.reason)
    const rows = Array.from({ length: 500 }, (_, seed) => Array.from(row(seed, 16)))
    // Alone, as on a device: rows of one run share the range of their activations.
    const loaded = await new OnnxInferenceRuntime({ batchRows: 1 }).load(result.bytes)
    const { values } = await loaded.score(numericRows(rows, rows[0]?.map(String) ?? []))
    await loaded.close()
    let [largest, agreeing] = [0, 0]
    rows.forEach((x, index) => {
      const expected = mlpReference(layers, x)
      const actual = Array.from(values.subarray(index * 3, index * 3 + 3))
      expected.forEach((value, place) => {
        largest = Math.max(largest, Math.abs(value - (actual[place] ?? NaN)))
      })
      if (actual.indexOf(Math.max(...actual)) === expected.indexOf(Math.max(...expected))) agreeing++
    })
    expect(largest).toBeLessThan(0.05)
    expect(agreeing).toBeGreaterThanOrEqual(485)
  })
})

describe('models as converters write them', () => {
  // Numbers of magnitude below 1 lose at most 1/127 and 1/255 each. Of 32 products of two that is less than 0.5;
  // of 24 sums of 32 such products, which are below 32 themselves, it is less than 24 · (32/127 + 32/255 + 0.5) < 24.
  test.each([
    { name: 'weights as an initializer', model: productModel(), nodes: 1 },
    { name: 'weights in a Constant node', model: constantNodeModel(), nodes: 1 },
    { name: 'weights number by number', model: floatDataModel(), nodes: 1 },
    { name: 'weights that two products share', model: sharedWeightsModel(), nodes: 2 },
    { name: 'an activation that two products share', model: sharedActivationModel(), nodes: 2 },
    { name: 'weights taken in both directions', model: bothDirectionsModel(), nodes: 2, tolerance: 24 },
    { name: 'a branch with weights of its own', model: branchModel('own'), nodes: 1 }
  ])('$name', async ({ model, nodes, tolerance = 0.5 }) => {
    const { bytes, quantized: amount } = quantized(model)
    expect(amount.nodes).toBe(nodes)
    expect(bytes.length).toBeLessThan(model.length)
    expect(await largestDifference(model, bytes)).toBeLessThan(tolerance)
  })

  test('shared weights are there once', () => {
    const { bytes, quantized: amount } = quantized(sharedWeightsModel())
    expect(amount).toEqual({
      nodes: 2,
      parameters: 768,
      weightBytesBefore: 3072,
      weightBytesAfter: 768 + 24 * 4
    })
    expect(bytes.length).toBeLessThan(3072)
  })

  test('a shared activation is made uint8 once', () => {
    const { bytes } = quantized(sharedActivationModel())
    expect(operatorsOf(bytes)).toMatchObject({ DynamicQuantizeLinear: 1, MatMulInteger: 2 })
  })

  test('new names keep clear of those the model has', async () => {
    const names = ['quantized_1', 'scale_2', 'weights_int8_1', 'weights_scale_2', 'mul_6']
    const model = edited(sharedWeightsModel(), ({ graph }) => {
      graph?.node.forEach((node, index) => {
        const name = names[index] ?? ''
        if (index < 3)
          for (const reader of graph.node)
            reader.input = reader.input.map(input => (input === node.output[0] ? name : input))
        if (index < 3) node.output = [name]
      })
    })
    expect(await largestDifference(model, quantized(model).bytes)).toBeLessThan(0.25)
  })

  test.each(Array.from({ length: 11 }, (_, index) => 11 + index))('opset %d', async opset => {
    const model = edited(mlpModel(layersOf([32, 24])), ({ opsetImport }) => {
      firstOf(opsetImport).version = BigInt(opset)
    })
    expect(await largestDifference(model, quantized(model).bytes)).toBeLessThan(0.05)
  })

  test.each([9, 10])('opset %d is too old', opset => {
    const model = edited(productModel(), ({ opsetImport }) => {
      firstOf(opsetImport).version = BigInt(opset)
    })
    const reason = `opset ${opset} lacks int8 operators this needs: export the model with opset 11 or newer`
    expect(quantizeDynamic(model)).toEqual({
      kind: 'nothing-to-quantize',
      reason,
      left: [{ name: 'y', operator: 'MatMul', reason }]
    })
  })

  test('before IR version 4 every constant is an input', () => {
    const model = edited(productModel(), model => {
      model.irVersion = 3n
    })
    expect(quantizeDynamic(model)).toMatchObject({
      kind: 'nothing-to-quantize',
      reason: expect.stringContaining('IR version 3')
    })
  })

  test('everything else stays byte for byte', () => {
    const model = edited(productModel(), model => {
      Object.assign(model, { docString: 'what it is for', modelVersion: 7n })
      model.metadataProps.push({ $typeName: 'onnx.StringStringEntryProto', key: 'a', value: 'b' })
    })
    const back = edited(quantized(model).bytes, ({ graph }) => {
      if (graph !== undefined) Object.assign(graph, { node: [], initializer: [] })
    })
    const bare = edited(model, ({ graph }) => {
      if (graph !== undefined) Object.assign(graph, { node: [], initializer: [] })
    })
    expect(back).toEqual(bare)
  })

  test('what a node says about itself moves on to the integer product', () => {
    const model = edited(productModel(), model => {
      Object.assign(firstOf(graphOf(model).node), { name: 'dense', docString: 'first layer' })
    })
    edited(quantized(model).bytes, result => {
      const product = graphOf(result).node.find(({ opType }) => opType === 'MatMulInteger')
      expect(product).toMatchObject({ name: 'dense', docString: 'first layer' })
    })
  })
})

describe('what stays as it is, and why', () => {
  const outside = (change: (model: Parameters<Parameters<typeof edited>[1]>[0]) => void): Uint8Array =>
    edited(productModel(), change)

  test.each([
    {
      name: 'float16 weights',
      model: withWeights(weights => {
        Object.assign(weights, { dataType: 10, rawData: new Uint8Array(32 * 24 * 2) })
      }),
      reason: 'its weights are float16; only float32 is made int8'
    },
    {
      name: 'float64 weights',
      model: withWeights(weights => {
        Object.assign(weights, { dataType: 11, rawData: new Uint8Array(32 * 24 * 8) })
      }),
      reason: 'its weights are float64; only float32 is made int8'
    },
    {
      name: 'a stack of matrices',
      model: withWeights(weights => {
        weights.dims = [2n, 16n, 24n]
      }),
      reason: 'its weights have 3 dimensions, not 2'
    },
    {
      name: 'no weights at all',
      model: withWeights(weights => {
        Object.assign(weights, { dims: [0n, 24n], rawData: new Uint8Array() })
      }),
      reason: 'its weights are empty'
    },
    {
      name: 'a weight that is not a number',
      model: withWeights(weights => {
        weights.rawData.set([0, 0, 0xc0, 0x7f], 400)
      }),
      reason: 'its weights are not all finite'
    },
    {
      name: 'an infinite weight',
      model: withWeights(weights => {
        weights.rawData.set([0, 0, 0x80, 0xff], 400)
      }),
      reason: 'its weights are not all finite'
    },
    {
      name: 'weights a caller may replace',
      model: outside(model => {
        const graph = graphOf(model)
        graph.input.push({ ...firstOf(graph.input), name: firstOf(graph.initializer).name })
      }),
      reason: 'its right factor is not a constant'
    },
    {
      name: 'weights that are an output',
      model: outside(model => {
        const graph = graphOf(model)
        graph.output.push({ ...firstOf(graph.output), name: firstOf(graph.initializer).name })
      }),
      reason: 'its weights are used elsewhere too and must stay float32'
    },
    {
      name: 'weights another operator reads',
      model: weightsUsedTwiceModel(),
      reason: 'its weights are used elsewhere too and must stay float32'
    },
    {
      name: 'weights on the left',
      model: outside(model => {
        firstOf(graphOf(model).node).input.reverse()
      }),
      reason: 'its weights are the left factor'
    },
    {
      name: 'more summands than 32 bits hold',
      model: withWeights(weights => {
        // ⌊(2³¹ − 1) / (255 · 127)⌋ = 66,311
        Object.assign(weights, { dims: [66_312n, 1n], rawData: new Uint8Array(66_312 * 4) })
      }),
      reason: 'sums of 66312 products may not fit into 32 bits'
    },
    {
      name: 'another kind of layer',
      model: outside(model => {
        firstOf(graphOf(model).node).opType = 'Conv'
      }),
      operator: 'Conv',
      reason: 'convolutions stay float32: an int8 convolution takes one scale for all channels'
    }
  ])('$name', ({ model, reason, operator = 'MatMul' }) => {
    const result = quantizeDynamic(model)
    expect(result).toMatchObject({ kind: 'nothing-to-quantize', reason: expect.stringContaining(reason) })
    expect(result.left).toContainEqual(expect.objectContaining({ operator, reason }))
  })

  test('weights that the scales and new nodes would outweigh', () => {
    const model = mlpModel(layersOf([4, 8, 2]))
    const result = quantizeDynamic(model)
    expect(result).toMatchObject({
      kind: 'nothing-to-quantize',
      reason: expect.stringMatching(/^2 operators with weights, none of which becomes smaller: too small: /)
    })
    expect(result.left).toHaveLength(2)
  })

  test('a small layer stays beside a large one', () => {
    const { quantized: amount, left } = quantized(mlpModel(layersOf([2, 64, 64])))
    expect(amount).toMatchObject({ nodes: 1, parameters: 4096 })
    expect(left).toEqual([
      expect.objectContaining({ operator: 'MatMul', reason: expect.stringMatching(/^too small: \d+ bytes/) })
    ])
  })

  test('a product inside a branch', () => {
    expect(quantized(branchModel('own')).left).toEqual([
      { name: 'inner', operator: 'MatMul', reason: 'it is inside a subgraph of If' },
      { name: 'other', operator: 'MatMul', reason: 'it is inside a subgraph of If' }
    ])
  })

  test('outer weights that a branch reads', () => {
    expect(quantizeDynamic(branchModel('outer')).left).toContainEqual({
      name: 'y',
      operator: 'MatMul',
      reason: 'its weights are used elsewhere too and must stay float32'
    })
  })

  test('a product inside a function', async () => {
    const model = functionModel()
    const { values } = await runModel(model, { x: { values: row(1, 32), dims: [1, 32] } })
    expect(values).toHaveLength(24)
    expect(quantizeDynamic(model)).toEqual({
      kind: 'nothing-to-quantize',
      reason: '1 operator with weights, none of which becomes smaller: it is inside a function',
      left: [{ name: 'c', operator: 'MatMul', reason: 'it is inside a function' }]
    })
  })

  test('a model without weights', () => {
    const model = edited(productModel(), model => {
      Object.assign(firstOf(graphOf(model).node), { opType: 'Relu', input: ['x'] })
    })
    expect(quantizeDynamic(model)).toEqual({
      kind: 'nothing-to-quantize',
      reason: 'the model has no weight matrices: int8 changes nothing',
      left: []
    })
  })

  test.each(kitNames)('%s of the training kit: never a success that quantized nothing', async name => {
    const { bytes } = toOnnx(await kitArchive(name))
    const result = quantizeDynamic(bytes)
    expect(result.kind).toBe('nothing-to-quantize')
    const trees = operatorsOf(bytes)['ai.onnx.ml.TreeEnsembleRegressor'] === 1
    expect(result).toMatchObject({
      reason: trees
        ? 'a tree ensemble has no weight matrices: int8 changes nothing'
        : expect.stringContaining('float64')
    })
  })
})

describe('damaged and hostile files', () => {
  test('weights in another file are refused', () => {
    const model = withWeights(weights => {
      const entry = { $typeName: 'onnx.StringStringEntryProto', key: 'location', value: 'w.bin' } as const
      Object.assign(weights, { externalData: [entry], dataLocation: 1, rawData: new Uint8Array() })
    })
    expect(() => quantizeDynamic(model)).toThrow(
      modelError('model-unsupported', 'weights lie in another file')
    )
  })

  test.each([
    { name: 'fewer numbers than the shape says', change: { rawData: new Uint8Array(8) } },
    { name: 'a shape larger than memory', change: { dims: [1n << 40n, 1n << 40n] } },
    { name: 'a negative length', change: { dims: [-32n, -24n] } },
    { name: 'thousands of dimensions', change: { dims: Array.from({ length: 5000 }, () => 1n) } }
  ])('$name', ({ change }) => {
    const model = withWeights(weights => {
      Object.assign(weights, change)
    })
    expect(() => quantizeDynamic(model)).toThrow(modelError('model-unreadable', 'not a readable ONNX file'))
  })

  test('many constants and products cost time in proportion', () => {
    const model = edited(sharedActivationModel(), ({ graph }) => {
      const [weights, product] = [firstOf(graph?.initializer ?? []), firstOf(graph?.node ?? [])]
      for (let index = 0; index < 5_000; index++) {
        graph?.initializer.push({
          ...weights,
          name: `weights_int8_${index}`,
          dims: [1n, 1n],
          rawData: new Uint8Array(4)
        })
        graph?.node.push({ ...product, input: ['x', `weights_int8_${index}`], output: [`mul_${index}`] })
      }
    })
    const result = quantized(model)
    expect(result.quantized.nodes).toBe(2)
    expect(result.left).toHaveLength(5_000)
    expect(inspectOnnx(result.bytes).operators.get('MatMul')).toBe(5_000)
  })
})
