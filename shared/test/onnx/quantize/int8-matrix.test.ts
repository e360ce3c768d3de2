import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { loadNativeRuntime } from '../../../src/adapters/onnx/native-runtime.js'
import { int } from '../../../src/onnx/graph/attributes.js'
import { elementType } from '../../../src/onnx/graph/element-type.js'
import { GraphBuilder } from '../../../src/onnx/graph/graph-builder.js'
import {
  quantizeMatrix,
  roundHalfToEven,
  transposed,
  weightLimit
} from '../../../src/onnx/quantize/int8-matrix.js'

describe('roundHalfToEven', () => {
  test.each([
    [0.5, 0],
    [1.5, 2],
    [2.5, 2],
    [126.5, 126],
    [-0.5, 0],
    [-1.5, -2],
    [-2.5, -2],
    [2.4999999, 2],
    [2.5000001, 3],
    [-126.5, -126]
  ])('%d gives %d', (value, rounded) => {
    expect(roundHalfToEven(value)).toBeCloseTo(rounded, 15)
  })
})

describe('quantizeMatrix', () => {
  const weights = Float32Array.of(127, -1, 0.5, -63.5, 0.25, 0)

  test('one scale for each column', () => {
    const matrix = quantizeMatrix(weights, { rows: 3, columns: 2, channel: 'column' }, 127)
    // Columns [127, 0.5, 0.25] and [−1, −63.5, 0]; 0.5 and 0.25 round to the even 0, −1 / 0.5 = −2, −63.5 / 0.5 = −127.
    expect(matrix).toEqual({ values: Int8Array.of(127, -2, 0, -127, 0, 0), scales: Float32Array.of(1, 0.5) })
  })

  test('one scale for each row', () => {
    const matrix = quantizeMatrix(weights, { rows: 3, columns: 2, channel: 'row' }, 127)
    // −1 / 1 = −1; 0.5 / 0.5 = 1; 0.25 / (0.25 / 127) = 127
    expect(matrix).toEqual({
      values: Int8Array.of(127, -1, 1, -127, 127, 0),
      scales: Float32Array.of(1, 0.5, 0.25 / 127)
    })
  })

  test('the reduced range ends at 64', () => {
    const layout = { rows: 1, columns: 2, channel: 'row' } as const
    expect(quantizeMatrix(Float32Array.of(-32, 8), layout, weightLimit({ reduceRange: true }))).toEqual({
      values: Int8Array.of(-64, 16),
      scales: Float32Array.of(0.5)
    })
  })

  test('a channel of zeros, or of numbers too small for a scale, has scale 1', () => {
    const layout = { rows: 2, columns: 2, channel: 'row' } as const
    expect(quantizeMatrix(Float32Array.of(0, 0, 1e-40, 1e-38), layout, 127)).toEqual({
      values: new Int8Array(4),
      scales: Float32Array.of(1, 1)
    })
  })

  test.each([NaN, Infinity, -Infinity])('%d is refused', value => {
    const layout = { rows: 1, columns: 2, channel: 'row' } as const
    expect(quantizeMatrix(Float32Array.of(1, value), layout, 127)).toBeUndefined()
  })

  test('rounds as onnxruntime does', async () => {
    const { InferenceSession, Tensor } = await loadNativeRuntime()
    const graph = new GraphBuilder()
    graph.input('w', elementType.float32, [null, 3])
    graph.input('scale', elementType.float32, [3])
    graph.input('zero', elementType.int8, [3])
    graph.operator('QuantizeLinear', {
      inputs: ['w', 'scale', 'zero'],
      attributes: [int('axis', 1)],
      output: 'q'
    })
    graph.output('q', elementType.int8, [null, 3])
    const session = await InferenceSession.create(graph.build(new Map()))
    const number = fc.oneof(
      fc.float({ noNaN: true, noDefaultInfinity: true }),
      fc.integer({ min: -254, max: 254 }).map(halves => halves / 2)
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(number, number, number), { minLength: 1 }), async rows => {
        const weights = Float32Array.from(rows.flat())
        const layout = { rows: rows.length, columns: 3, channel: 'column' } as const
        const matrix = quantizeMatrix(weights, layout, 127)
        const { q } = await session.run({
          w: new Tensor('float32', weights, [rows.length, 3]),
          scale: new Tensor('float32', matrix?.scales ?? new Float32Array(), [3]),
          zero: new Tensor('int8', new Int8Array(3), [3])
        })
        expect(matrix?.values).toEqual(q?.data)
      })
    )
    await session.release()
  })
})

test('transposed swaps rows and columns', () => {
  const layout = { rows: 2, columns: 3, channel: 'row' } as const
  expect(transposed(Int8Array.of(1, 2, 3, 4, 5, 6), layout)).toEqual(Int8Array.of(1, 4, 2, 5, 3, 6))
})
