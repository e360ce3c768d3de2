import { GraphBuilder, type Value } from '../../src/onnx/graph/graph-builder.js'
import { elementType } from '../../src/onnx/graph/element-type.js'

/** One fully connected layer: weights inputs × outputs. */
export interface Layer {
  readonly inputs: number
  readonly outputs: number
  readonly weights: Float32Array
  readonly bias: Float32Array
}

/** The same numbers on every machine, evenly spread over −1..1 (a linear congruential generator). */
export function numbersFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

/** Layers of these widths with weights of the usual size. */
export function layersOf(widths: readonly number[], seed = 1): Layer[] {
  const next = numbersFrom(seed)
  return widths.slice(1).map((outputs, index) => {
    const inputs = widths[index] ?? 0
    const spread = Math.sqrt(3 / inputs)
    const weights = new Float32Array(inputs * outputs).map(() => next() * spread)
    return { inputs, outputs, weights, bias: new Float32Array(outputs).map(() => next() / 10) }
  })
}

/** Adds the layers with a Relu between them and gives the last sum. */
export function addLayers(graph: GraphBuilder, x: Value, layers: readonly Layer[]): Value {
  return layers.reduce((value, { inputs, outputs, weights, bias }, index) => {
    const input = index === 0 ? value : graph.operator('Relu', { inputs: [value] })
    const product = graph.operator('MatMul', { inputs: [input, graph.float32(weights, [inputs, outputs])] })
    return graph.operator('Add', { inputs: [product, graph.float32(bias)] })
  }, x)
}

/** Numbers `x` [N, inputs] to `y` [N, outputs] of the last layer. */
export function mlpModel(layers: readonly Layer[]): Uint8Array {
  const graph = new GraphBuilder()
  const x = graph.input('x', elementType.float32, [null, layers[0]?.inputs ?? 0])
  graph.operator('Identity', { inputs: [addLayers(graph, x, layers)], output: 'y' })
  graph.output('y', elementType.float32, [null, layers.at(-1)?.outputs ?? 0])
  return graph.build(new Map())
}

/** What the layers compute, in double precision. */
export function mlpReference(layers: readonly Layer[], row: readonly number[]): number[] {
  return layers.reduce<number[]>(
    (values, { outputs, weights, bias }, index) => {
      const input = index === 0 ? values : values.map(value => Math.max(value, 0))
      return Array.from(bias, (start, output) =>
        input.reduce((sum, value, place) => sum + value * (weights[place * outputs + output] ?? 0), start)
      )
    },
    [...row]
  )
}
