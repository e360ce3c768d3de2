import { describe, expect, test } from '@jest/globals'
import { quantizeDynamic } from '../../../src/onnx/quantize/quantize-dynamic.js'
import { edited } from '../../adapters/onnx/user-models.js'
import { layersOf, mlpModel } from '../mlp.js'
import { operatorsOf } from '../run-model.js'
import { largestDifference } from './largest-difference.js'
import { quantized } from './quantized.js'
import {
  bothDirectionsModel,
  branchModel,
  constantNodeModel,
  firstOf,
  floatDataModel,
  graphOf,
  productModel,
  sharedActivationModel,
  sharedWeightsModel
} from './zoo.js'

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
