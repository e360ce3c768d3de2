import { describe, expect, test } from '@jest/globals'
import { OnnxInferenceRuntime } from '../../../src/adapters/onnx/onnx-inference-runtime.js'
import { quantizeDynamic } from '../../../src/onnx/quantize/quantize-dynamic.js'
import { numericRows } from '../fixtures.js'
import { layersOf, mlpModel, mlpReference } from '../mlp.js'
import { operatorsOf } from '../run-model.js'
import { row } from './largest-difference.js'
import { quantized } from './quantized.js'

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
