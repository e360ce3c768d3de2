import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import { WireType } from '@bufbuild/protobuf/wire'
import { int, text, texts } from '../../../src/onnx/graph/attributes.js'
import { elementType, type ElementType } from '../../../src/onnx/graph/element-type.js'
import { GraphBuilder } from '../../../src/onnx/graph/graph-builder.js'
import { ModelProtoSchema, TypeProtoSchema, type ModelProto } from '../../../src/onnx/generated/onnx_pb.js'

interface Input {
  readonly name?: string
  readonly type?: ElementType
  readonly shape?: readonly (number | null)[]
}

const NO_METADATA = new Map<string, string>()

/** ONNX files as other exporters write them: `score = x · [[1], [10]]`, from input `X` [N, 2] to `variable` [N, 1]. */
export function dotModel({
  name = 'X',
  type = elementType.float32,
  shape = [null, 2]
}: Input = {}): Uint8Array {
  const graph = new GraphBuilder()
  const x = graph.input(name, type, shape)
  const weights = Float64Array.of(1, 10)
  const matrix =
    type === elementType.float64
      ? graph.float64(weights, [2, 1])
      : graph.float32(Float32Array.from(weights), [2, 1])
  graph.operator('MatMul', { inputs: [x, matrix], output: 'variable' })
  graph.output('variable', type, [shape[0] ?? null, 1])
  return graph.build(NO_METADATA)
}

/** `scores` repeats the single column, giving a vector [N]. */
export function vectorModel(): Uint8Array {
  const graph = new GraphBuilder()
  const x = graph.input('x', elementType.float32, [null, 1])
  graph.operator('Squeeze', { inputs: [x, graph.int64([1])], output: 'y' })
  graph.output('y', elementType.float32, [null])
  return graph.build(NO_METADATA)
}

/** A classifier with integer labels and probabilities [1 − x, x]. */
export function integerLabelModel(outputs = ['label', 'probabilities']): Uint8Array {
  const graph = new GraphBuilder()
  const [labels = '', probabilities = ''] = outputs
  const x = graph.input('x', elementType.float32, [null, 1])
  const first = graph.operator('Sub', { inputs: [graph.float32(Float32Array.of(1)), x] })
  graph.operator('Concat', { inputs: [first, x], attributes: [int('axis', 1)], output: probabilities })
  graph.operator('ArgMax', {
    inputs: [probabilities],
    attributes: [int('axis', 1), int('keepdims', 0)],
    output: labels
  })
  graph.output(labels, elementType.int64, [null])
  graph.output(probabilities, elementType.float32, [null, 2])
  return graph.build(NO_METADATA)
}

/** Several inputs and outputs, each an identity: `[name, type]`. */
export function identities(
  inputs: readonly (readonly [string, ElementType])[],
  shape: readonly (number | null)[] = [null, 1]
): Uint8Array {
  const graph = new GraphBuilder()
  for (const [name, type] of inputs) {
    graph.input(name, type, shape)
    graph.operator('Identity', { inputs: [name], output: `out_${name}` })
    graph.output(`out_${name}`, type, shape)
  }
  return graph.build(NO_METADATA)
}

/** Another version of a file. */
export function edited(bytes: Uint8Array, change: (model: ModelProto) => void): Uint8Array {
  const model = fromBinary(ModelProtoSchema, bytes)
  change(model)
  return toBinary(ModelProtoSchema, model)
}

/** What a converter writes for a classifier by default: probabilities as a list of maps from label to number. */
export function zipMapModel(): Uint8Array {
  const graph = new GraphBuilder()
  const x = graph.input('x', elementType.float32, [null, 2])
  graph.mlOperator('ZipMap', {
    inputs: [x],
    attributes: [texts('classlabels_strings', ['no', 'yes'])],
    output: 'output_probability'
  })
  graph.output('output_probability', elementType.float32, [null, 2])
  return edited(graph.build(NO_METADATA), model => {
    // TypeProto.sequence_type (4) of map_type (5) with text keys (1 = 8) and float tensors (2) as values.
    const map = [0x08, 8, 0x12, 4, 0x0a, 2, 0x08, 1]
    const sequence = [0x0a, map.length + 2, 0x2a, map.length, ...map]
    const type = create(TypeProtoSchema)
    type.$unknown = [
      { no: 4, wireType: WireType.LengthDelimited, data: Uint8Array.of(sequence.length, ...sequence) }
    ]
    const [output] = model.graph?.output ?? []
    if (output !== undefined) output.type = type
  })
}

/** An operator that does not exist, under a hostile name. */
export function unknownOperatorModel(name: string): Uint8Array {
  const graph = new GraphBuilder()
  const x = graph.input('x', elementType.float32, [null, 2])
  graph.operator(name, { inputs: [x], attributes: [text('a', name)], output: 'y' })
  graph.output('y', elementType.float32, [null, 2])
  return graph.build(NO_METADATA)
}
