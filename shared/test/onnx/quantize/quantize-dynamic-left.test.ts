import { describe, expect, test } from '@jest/globals'
import { quantizeDynamic } from '../../../src/onnx/quantize/quantize-dynamic.js'
import { toOnnx } from '../../../src/onnx/to-onnx.js'
import { edited } from '../../adapters/onnx/user-models.js'
import { kitArchive, kitNames } from '../fixtures.js'
import { layersOf, mlpModel } from '../mlp.js'
import { operatorsOf, runModel } from '../run-model.js'
import { row } from './largest-difference.js'
import { quantized } from './quantized.js'
import {
  branchModel,
  firstOf,
  functionModel,
  graphOf,
  productModel,
  weightsUsedTwiceModel,
  withWeights
} from './zoo.js'

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
