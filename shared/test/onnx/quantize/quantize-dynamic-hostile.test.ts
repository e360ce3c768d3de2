import { describe, expect, test } from '@jest/globals'
import { inspectOnnx } from '../../../src/onnx/onnx-inspection.js'
import { quantizeDynamic } from '../../../src/onnx/quantize/quantize-dynamic.js'
import { edited } from '../../adapters/onnx/user-models.js'
import { modelError } from '../model-error.js'
import { quantized } from './quantized.js'
import { firstOf, sharedActivationModel, withWeights } from './zoo.js'

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
