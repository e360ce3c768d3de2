import { describe, expect, test } from '@jest/globals'
import { OnnxInferenceRuntime } from '../../src/adapters/onnx/onnx-inference-runtime.js'
import { inspectOnnx } from '../../src/onnx/onnx-inspection.js'
import { runtimeMinimum } from '../../src/onnx/runtime-minimum.js'
import { dotModel, edited } from '../adapters/onnx/user-models.js'

const of = (irVersion: number, opset: number, mlOpset?: number): string | undefined =>
  runtimeMinimum({
    irVersion,
    opsets: new Map([['', opset], ...(mlOpset === undefined ? [] : [['ai.onnx.ml', mlOpset] as const])])
  })

describe('runtimeMinimum', () => {
  test.each([
    { name: 'IR 3, opset 8', versions: [3, 8], release: '0.2.0' },
    { name: 'IR 4, opset 9', versions: [4, 9], release: '0.4.0' },
    { name: 'IR 6, opset 11', versions: [6, 11], release: '1.0.0' },
    { name: 'IR 7, opset 13', versions: [7, 13], release: '1.6.0' },
    { name: 'IR 8 alone needs more', versions: [8, 13], release: '1.9.0' },
    { name: 'what the suite writes', versions: [8, 17, 3], release: '1.12.0' },
    { name: 'the machine-learning operators alone need more', versions: [8, 15, 3], release: '1.12.0' },
    { name: 'IR 9', versions: [9, 18], release: '1.15.0' },
    { name: 'IR 10', versions: [10, 18], release: '1.18.0' },
    { name: 'ai.onnx.ml 5', versions: [9, 20, 5], release: '1.18.0' },
    { name: 'IR 11', versions: [11, 21], release: '1.23.0' }
  ])('$name: $release', ({ versions: [irVersion = 0, opset = 0, mlOpset], release }) => {
    expect(of(irVersion, opset, mlOpset)).toBe(release)
  })

  test.each([
    { name: 'a newer format', versions: [99, 17] },
    { name: 'newer operators', versions: [8, 99] },
    { name: 'no version', versions: [NaN, 17] }
  ])('unknown: $name', ({ versions: [irVersion = 0, opset = 0] }) => {
    expect(of(irVersion, opset)).toBeUndefined()
  })

  test('the newest versions of the table load here', async () => {
    const model = edited(dotModel(), model => {
      model.irVersion = 12n
      for (const opset of model.opsetImport) opset.version = opset.domain === '' ? 24n : 5n
    })
    expect(runtimeMinimum(inspectOnnx(model))).toBe('1.24.0')
    const loaded = await new OnnxInferenceRuntime().load(model)
    await expect(loaded.close()).resolves.toBeUndefined()
  })
})
