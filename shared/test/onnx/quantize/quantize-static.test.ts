import { describe, expect, test } from '@jest/globals'
import { OnnxInferenceRuntime } from '../../../src/adapters/onnx/onnx-inference-runtime.js'
import { calibrationTensors } from '../../../src/onnx/quantize/calibration-tensors.js'
import { quantizeStatic } from '../../../src/onnx/quantize/quantize-static.js'
import { uint8Parameters } from '../../../src/onnx/quantize/static-rewriter.js'
import { edited } from '../../adapters/onnx/user-models.js'
import { numericRows } from '../fixtures.js'
import { layersOf, mlpModel, mlpReference, numbersFrom } from '../mlp.js'
import { operatorsOf } from '../run-model.js'
import { firstOf, productModel, sharedActivationModel, sharedWeightsModel } from './zoo.js'

describe('uint8Parameters', () => {
  test.each([
    { name: 'a range around 0', range: { min: -1, max: 1.55 }, scale: 0.01, zeroPoint: 100 },
    { name: 'positive numbers: 0 is the lowest', range: { min: 3, max: 255 }, scale: 1, zeroPoint: 0 },
    { name: 'negative numbers: 0 is the highest', range: { min: -510, max: -2 }, scale: 2, zeroPoint: 255 },
    { name: 'nothing but 0', range: { min: 0, max: 0 }, scale: 1, zeroPoint: 0 },
    { name: 'too small for a scale', range: { min: 0, max: 1e-40 }, scale: 1, zeroPoint: 0 },
    // 127.5 levels lie below 0: half to even.
    { name: 'as much on both sides', range: { min: -127.5, max: 127.5 }, scale: 1, zeroPoint: 128 }
  ])('$name', ({ range, scale, zeroPoint }) => {
    const parameters = uint8Parameters(range)
    expect(parameters.scale).toBeCloseTo(scale, 7)
    expect(parameters.zeroPoint).toBe(zeroPoint)
  })
})

describe('an MLP 16-256-128-3 calibrated on rows', () => {
  const layers = layersOf([16, 256, 128, 3])
  const model = mlpModel(layers)
  const next = numbersFrom(5)
  const rows = Array.from({ length: 300 }, () => Array.from({ length: 16 }, () => Math.fround(next())))
  const features = numericRows(
    rows,
    Array.from({ length: 16 }, (_, index) => `f${index}`)
  )

  test('names the tensors to calibrate: what goes into the layers', () => {
    expect(calibrationTensors(model)).toEqual(['x', 'relu_5', 'relu_10'])
  })

  test('is 3.5 times as small and close to double precision', async () => {
    const runtime = new OnnxInferenceRuntime()
    const ranges = await runtime.observe(model, features, calibrationTensors(model))
    const result = quantizeStatic(model, ranges)
    if (result.kind !== 'quantized') throw new Error(result.reason)
    expect(model.length / result.bytes.length).toBeGreaterThan(3.5)
    expect(operatorsOf(result.bytes)).toEqual({
      QuantizeLinear: 3,
      DequantizeLinear: 6,
      MatMul: 3,
      Add: 3,
      Relu: 2,
      Identity: 1
    })
    const loaded = await runtime.load(result.bytes)
    const { values } = await loaded.score(features)
    await loaded.close()
    const expected = rows.flatMap(row => mlpReference(layers, row))
    const largest = Math.max(...expected.map((value, place) => Math.abs(value - (values[place] ?? NaN))))
    expect(largest).toBeLessThan(0.05)
  })

  test('rows do not depend on those scored with them', async () => {
    const runtime = new OnnxInferenceRuntime()
    const ranges = await runtime.observe(model, features, calibrationTensors(model))
    const result = quantizeStatic(model, ranges)
    const bytes = result.kind === 'quantized' ? result.bytes : new Uint8Array()
    const together = await (await runtime.load(bytes)).score(features)
    const alone = await (await new OnnxInferenceRuntime({ batchRows: 1 }).load(bytes)).score(features)
    // Float32 sums of the last layer come in another order; with ranges of each run they would differ by some 1e-3.
    const differences = together.values.map((value, place) => Math.abs(value - (alone.values[place] ?? NaN)))
    expect(Math.max(...differences)).toBeLessThan(1e-6)
  })
})

describe('what is shared', () => {
  const range = { min: -1, max: 1 }

  test('an activation of two products is quantized once', () => {
    const model = sharedActivationModel()
    expect(calibrationTensors(model)).toEqual(['x'])
    const result = quantizeStatic(model, new Map([['x', range]]))
    expect(result.kind === 'quantized' ? operatorsOf(result.bytes) : result).toMatchObject({
      QuantizeLinear: 1,
      DequantizeLinear: 3
    })
  })

  test('weights stay where one of their products has no range', () => {
    expect(quantizeStatic(sharedWeightsModel(), new Map([['x', range]]))).toMatchObject({
      kind: 'nothing-to-quantize',
      left: [
        { name: 'matmul_3', reason: 'its weights are shared with a node that stays float32' },
        { name: 'matmul_4', reason: 'there is no calibrated range of its input' }
      ]
    })
  })
})

describe('what stays as it is', () => {
  test.each([
    { name: 'no range', ranges: [], reason: 'there is no calibrated range of its input' },
    {
      name: 'an infinite range',
      ranges: [['x', { min: -Infinity, max: 1 }]] as const,
      reason: 'the calibrated range of its input is not finite'
    },
    {
      name: 'a range that is no number',
      ranges: [['x', { min: NaN, max: 1 }]] as const,
      reason: 'the calibrated range of its input is not finite'
    },
    {
      name: 'a range upside down',
      ranges: [['x', { min: 2, max: 1 }]] as const,
      reason: 'the calibrated range of its input is not finite'
    }
  ])('$name', ({ ranges, reason }) => {
    expect(quantizeStatic(productModel(), new Map(ranges))).toMatchObject({
      kind: 'nothing-to-quantize',
      left: [{ name: 'y', operator: 'MatMul', reason }]
    })
  })

  test('opset 12 has no scale for each output', () => {
    const model = edited(productModel(), ({ opsetImport }) => {
      firstOf(opsetImport).version = 12n
    })
    expect(quantizeStatic(model, new Map([['x', { min: 0, max: 1 }]]))).toMatchObject({
      kind: 'nothing-to-quantize',
      reason: 'opset 12 lacks int8 operators this needs: export the model with opset 13 or newer'
    })
    expect(calibrationTensors(model)).toEqual([])
  })
})
