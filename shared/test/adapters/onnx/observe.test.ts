import { describe, expect, test } from '@jest/globals'
import { OnnxInferenceRuntime } from '../../../src/adapters/onnx/onnx-inference-runtime.js'
import type { NativeRuntime } from '../../../src/adapters/onnx/native-runtime.js'
import { elementType } from '../../../src/onnx/graph/element-type.js'
import { GraphBuilder } from '../../../src/onnx/graph/graph-builder.js'
import type { ValueRange } from '../../../src/ports/inference-runtime.js'
import { numericRows } from '../../onnx/fixtures.js'
import { modelError } from '../../onnx/model-error.js'
import { dotModel } from './user-models.js'

/** `y = relu(x · [1, 10]) + 1`, with the names `dot` and `positive` inside. */
function model(rows: number | null = null): Uint8Array {
  const graph = new GraphBuilder()
  const x = graph.input('x', elementType.float32, [rows, 2])
  const weights = graph.float32(Float32Array.of(1, 10), [2, 1])
  const dot = graph.operator('MatMul', { inputs: [x, weights], output: 'dot' })
  const positive = graph.operator('Relu', { inputs: [dot], output: 'positive' })
  graph.operator('Add', { inputs: [positive, graph.float32(Float32Array.of(1), [1, 1])], output: 'y' })
  graph.output('y', elementType.float32, [rows, 1])
  return graph.build(new Map())
}

const features = numericRows(
  [
    [1, -2],
    [3, 4],
    [-5, 0.5]
  ],
  ['a', 'b']
)

const observe = (
  bytes: Uint8Array,
  tensors: readonly string[],
  rows = features
): Promise<ReadonlyMap<string, ValueRange>> => new OnnxInferenceRuntime().observe(bytes, rows, tensors)

describe('observe', () => {
  test('ranges of inputs, of what is inside and of outputs', async () => {
    // x · [1, 10] = −19, 43, 0 by hand.
    expect(await observe(model(), ['x', 'dot', 'positive', 'y'])).toEqual(
      new Map([
        ['x', { min: -5, max: 4 }],
        ['dot', { min: -19, max: 43 }],
        ['positive', { min: 0, max: 43 }],
        ['y', { min: 1, max: 44 }]
      ])
    )
  })

  test('filler rows of a fixed batch do not count', async () => {
    // The fourth row would be zeros, and 1 at the output; without it the lowest of these rows is 44.
    const rows = numericRows(
      [
        [3, 4],
        [3, 5],
        [3, 6]
      ],
      ['a', 'b']
    )
    expect(await observe(model(2), ['y'], rows)).toEqual(new Map([['y', { min: 44, max: 64 }]]))
  })

  test('many batches are one range', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => [index, 0])
    expect(await observe(model(), ['dot'], numericRows(rows, ['a', 'b']))).toEqual(
      new Map([['dot', { min: 0, max: 999 }]])
    )
  })

  test('missing values do not count', async () => {
    const rows = numericRows(
      [
        [null, 1],
        [2, 1]
      ],
      ['a', 'b']
    )
    expect(await observe(model(), ['x', 'dot'], rows)).toEqual(
      new Map([
        ['x', { min: 1, max: 2 }],
        ['dot', { min: 12, max: 12 }]
      ])
    )
  })

  test('nothing but missing values, or no rows, give no range', async () => {
    expect(await observe(model(), ['dot'], numericRows([[null, 1]], ['a', 'b']))).toEqual(new Map())
    expect(await observe(model(), ['dot'], numericRows([], ['a', 'b']))).toEqual(new Map())
  })

  test('no tensors: the native library is not even loaded', async () => {
    const loadNative = (): Promise<NativeRuntime> => Promise.reject(new Error('must not be loaded'))
    expect(await new OnnxInferenceRuntime({ loadNative }).observe(model(), features, [])).toEqual(new Map())
  })

  test.each([
    { name: 'a tensor that is not there', bytes: model(), tensor: 'z', part: "it has no tensor 'z'" },
    {
      name: 'a tensor in double precision',
      bytes: dotModel({ type: elementType.float64 }),
      tensor: 'variable',
      part: 'came as float64'
    }
  ])('$name', async ({ bytes, tensor, part }) => {
    await expect(observe(bytes, [tensor])).rejects.toEqual(modelError('model-unsupported', part))
  })

  test('other features than the model takes', async () => {
    await expect(observe(model(), ['dot'], numericRows([[1]], ['a']))).rejects.toEqual(
      modelError('feature-mismatch', 'takes 2 numeric features, the data has 1')
    )
  })
})
