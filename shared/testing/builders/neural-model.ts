import { int } from '../../src/onnx/graph/attributes.js'
import { elementType } from '../../src/onnx/graph/element-type.js'
import { emitClassification } from '../../src/onnx/graph/emit-output.js'
import { GraphBuilder, type Value } from '../../src/onnx/graph/graph-builder.js'
import { SIGNATURE_KEY } from '../../src/onnx/signature-metadata.js'
import { randomSource } from '../../src/domain/statistics/random.js'

interface Layer {
  readonly outputs: number
  readonly weights: Float32Array
}

/** How a network is made, and which rows it shall be tested on. */
export interface NeuralOptions {
  /** Features, hidden layers, classes; default 6, 96, 64, 2. */
  readonly widths?: readonly number[]
  readonly rows?: number
  /** How far apart the scores (before softmax) of the two best classes of each row are, at least and at most. */
  readonly gap?: readonly [number, number]
  /** What the model says its target is; default `label`. */
  readonly target?: string | null
}

/** A classifier such as a user's script may leave behind, and rows it is right about. */
export interface NeuralModel {
  readonly onnx: Uint8Array
  /** `f0,f1,…,label`, labelled as the network itself does in double precision. */
  readonly csv: string
}

/** A network of fully connected layers with ReLU between them; the same options make the same one. */
export function neuralModel(options: NeuralOptions = {}): NeuralModel {
  const { widths = [6, 96, 64, 2], rows = 60, gap = [0.2, Infinity], target = 'label' } = options
  const random = randomSource(7)
  const uniform = () => random() / 2 ** 31 - 1
  const layers = widths.slice(1).map((outputs, place): Layer => {
    const inputs = widths[place] ?? 0
    const weights = new Float32Array(inputs * outputs).map(() => uniform() * Math.sqrt(3 / inputs))
    return { outputs, weights }
  })
  const classes = Array.from({ length: widths.at(-1) ?? 0 }, (_, place) => `class ${place}`)
  const lines: string[] = []
  while (lines.length < rows) {
    const row = Array.from({ length: widths[0] ?? 0 }, () => Math.fround(uniform()))
    const scores = layers.reduce<readonly number[]>(
      (values, layer, place) => sums(layer, place === 0 ? values : values.map(value => Math.max(0, value))),
      row
    )
    const [best = 0, second = 0] = scores.toSorted((a, b) => b - a)
    const fits = best - second >= gap[0] && best - second <= gap[1]
    if (fits) lines.push([...row, classes[scores.indexOf(best)]].join(','))
  }
  const header = [...featureNames(widths), 'label'].join(',')
  return { onnx: graphOf(layers, { widths, classes, target }), csv: `${[header, ...lines].join('\n')}\n` }
}

const featureNames = (widths: readonly number[]) =>
  Array.from({ length: widths[0] ?? 0 }, (_, place) => `f${place}`)

function sums({ outputs, weights }: Layer, values: readonly number[]): number[] {
  return Array.from({ length: outputs }, (_, output) =>
    values.reduce((sum, value, place) => sum + value * (weights[place * outputs + output] ?? 0), 0)
  )
}

function graphOf(
  layers: readonly Layer[],
  {
    widths,
    classes,
    target
  }: { widths: readonly number[]; classes: readonly string[]; target: string | null }
): Uint8Array {
  const graph = new GraphBuilder()
  let value: Value = graph.input('features', elementType.float32, [null, widths[0] ?? 0])
  layers.forEach(({ outputs, weights }, place) => {
    const input = place === 0 ? value : graph.operator('Relu', { inputs: [value] })
    const shape = [widths[place] ?? 0, outputs]
    value = graph.operator('MatMul', { inputs: [input, graph.float32(weights, shape)] })
  })
  const softened = graph.operator('Softmax', { inputs: [value], attributes: [int('axis', 1)] })
  emitClassification(graph, { value: softened, precision: 'float32' }, { link: 'identity', classes })
  const signature = {
    schema_version: 1,
    task: 'classification',
    algorithm: 'script',
    target,
    features: featureNames(widths).map(name => ({ name, kind: 'numeric' })),
    classes,
    positive_class: classes.at(-1) ?? null
  }
  return graph.build(new Map([[SIGNATURE_KEY, JSON.stringify(signature)]]))
}
