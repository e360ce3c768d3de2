import { describe, expect, test } from '@jest/globals'
import { create } from '@bufbuild/protobuf'
import fc from 'fast-check'
import { AttributeProtoSchema } from '../../../src/onnx/generated/onnx_pb.js'
import { int } from '../../../src/onnx/graph/attributes.js'
import { elementType } from '../../../src/onnx/graph/element-type.js'
import { GraphBuilder } from '../../../src/onnx/graph/graph-builder.js'
import type { QuantizationResult } from '../../../src/onnx/quantize/quantization-result.js'
import { quantizeDynamic } from '../../../src/onnx/quantize/quantize-dynamic.js'
import { quantizeStatic } from '../../../src/onnx/quantize/quantize-static.js'
import { numbersFrom } from '../mlp.js'
import { runModel } from '../run-model.js'

interface Gemm {
  readonly rows: number
  readonly inner: number
  readonly outputs: number
  readonly transA: boolean
  readonly transB: boolean
  readonly alpha: number
  readonly beta: number
  readonly bias: 'none' | 'scalar' | 'row' | 'column' | 'matrix'
  readonly seed: number
}

const factor = fc.constantFrom(1, 0, -1, 0.5, -2.25)

const gemm: fc.Arbitrary<Gemm> = fc.record({
  rows: fc.integer({ min: 1, max: 4 }),
  inner: fc.integer({ min: 24, max: 48 }),
  outputs: fc.integer({ min: 24, max: 40 }),
  transA: fc.boolean(),
  transB: fc.boolean(),
  alpha: factor,
  beta: factor,
  bias: fc.constantFrom('none', 'scalar', 'row', 'column', 'matrix'),
  seed: fc.nat()
})

const float = (name: string, value: number): ReturnType<typeof int> =>
  create(AttributeProtoSchema, { name, type: 1, f: value })

/** The numbers of a case: a [rows, inner] and b [inner, outputs] as they are multiplied. */
function operands({ rows, inner, outputs, seed }: Gemm): { a: Float32Array; b: Float32Array } {
  const next = numbersFrom(seed)
  return {
    a: new Float32Array(rows * inner).map(() => next() * 3 + 0.5),
    b: new Float32Array(inner * outputs).map(() => next())
  }
}

function turned(values: Float32Array, rows: number, columns: number): Float32Array {
  return Float32Array.from(
    values,
    (_, index) => values[(index % rows) * columns + Math.floor(index / rows)] ?? 0
  )
}

function biasShape({ bias, rows, outputs }: Gemm): number[] | undefined {
  const shapes = { none: undefined, scalar: [], row: [outputs], column: [rows, 1], matrix: [rows, outputs] }
  return shapes[bias]
}

function gemmModel(given: Gemm): Uint8Array {
  const { rows, inner, outputs, transA, transB, alpha, beta } = given
  const graph = new GraphBuilder()
  const a = graph.input('a', elementType.float32, transA ? [inner, rows] : [rows, inner])
  const { b } = operands(given)
  const weights = transB
    ? graph.float32(turned(b, inner, outputs), [outputs, inner])
    : graph.float32(b, [inner, outputs])
  const shape = biasShape(given)
  const next = numbersFrom(given.seed + 1)
  const size = shape?.reduce((product, length) => product * length, 1) ?? 0
  const bias = shape === undefined ? [] : [graph.float32(new Float32Array(size).map(next), shape)]
  graph.operator('Gemm', {
    inputs: [a, weights, ...bias],
    attributes: [
      int('transA', Number(transA)),
      int('transB', Number(transB)),
      float('alpha', alpha),
      float('beta', beta)
    ],
    output: 'y'
  })
  graph.output('y', elementType.float32, [rows, outputs])
  return graph.build(new Map())
}

/**
 * How far each output may be off: an activation by its step s and a weight by half its column's step t give
 * |alpha| · Σ ((|a| + s) · t/2 + |b| · s), and float32 a little.
 */
function bounds(given: Gemm, limit: number): number[] {
  const { rows, inner, outputs, alpha } = given
  const { a, b } = operands(given)
  const step = (Math.max(0, ...a) - Math.min(0, ...a)) / 255
  const result: number[] = []
  for (let row = 0; row < rows; row++)
    for (let output = 0; output < outputs; output++) {
      const column = Array.from({ length: inner }, (_, place) => Math.abs(b[place * outputs + output] ?? 0))
      const weightStep = Math.max(...column) / limit
      const sum = column.reduce((total, weight, place) => {
        const activation = Math.abs(a[row * inner + place] ?? 0)
        return total + (activation + step) * (weightStep / 2) + weight * step
      }, 0)
      result.push(Math.abs(alpha) * sum * 1.001 + 1e-4)
    }
  return result
}

async function check(given: Gemm, result: QuantizationResult, limit: number): Promise<void> {
  if (result.kind !== 'quantized') throw new Error(result.reason)
  const model = gemmModel(given)
  expect(result.bytes.length).toBeLessThan(model.length)
  const { rows, inner, transA } = given
  const { a } = operands(given)
  const input = transA
    ? { values: turned(a, rows, inner), dims: [inner, rows] }
    : { values: a, dims: [rows, inner] }
  const [expected, actual] = [await runModel(model, { a: input }), await runModel(result.bytes, { a: input })]
  expect(actual.dims).toEqual(expected.dims)
  bounds(given, limit).forEach((bound, place) => {
    const difference = Math.abs((actual.values[place] ?? NaN) - (expected.values[place] ?? NaN))
    expect(difference).toBeLessThanOrEqual(bound)
  })
}

describe('any Gemm is as close as 8 bits allow', () => {
  test('dynamic', async () => {
    await fc.assert(fc.asyncProperty(gemm, given => check(given, quantizeDynamic(gemmModel(given)), 127)))
  })

  test('dynamic in the reduced range', async () => {
    const quantize = (given: Gemm): QuantizationResult =>
      quantizeDynamic(gemmModel(given), { reduceRange: true })
    await fc.assert(fc.asyncProperty(gemm, given => check(given, quantize(given), 64)))
  })

  test('static', async () => {
    const quantize = (given: Gemm): QuantizationResult => {
      const { a } = operands(given)
      return quantizeStatic(gemmModel(given), new Map([['a', { min: Math.min(...a), max: Math.max(...a) }]]))
    }
    await fc.assert(fc.asyncProperty(gemm, given => check(given, quantize(given), 127)))
  })
})

test('what is no number in alpha stays', () => {
  const given: Gemm = {
    ...{ rows: 2, inner: 24, outputs: 24, transA: false, transB: false },
    ...{ alpha: NaN, beta: 1, bias: 'row', seed: 1 }
  }
  expect(quantizeDynamic(gemmModel(given))).toMatchObject({
    kind: 'nothing-to-quantize',
    left: [{ name: 'y', operator: 'Gemm', reason: 'alpha and beta are not finite' }]
  })
})
