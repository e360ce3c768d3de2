import { inspectOnnx } from '../onnx-inspection.js'
import { externalWeights, unsupported } from '../model-errors.js'
import { readNode, type NodeView } from './node-view.js'
import { graphField, modelField, valueInfoField } from './onnx-fields.js'
import { readable } from './readable.js'
import { readTensor, type TensorView } from './tensor-view.js'
import { contentOf, fieldAround, fieldsOf, joined, textOf, wholeOf } from './wire-fields.js'

/** A field of the graph in its place; `whole` is the field as it stands in the file. */
export type GraphPart =
  | { readonly kind: 'node'; readonly whole: Uint8Array; readonly node: NodeView }
  | { readonly kind: 'initializer'; readonly whole: Uint8Array; readonly tensor: TensorView }
  | { readonly kind: 'input' | 'output'; readonly whole: Uint8Array; readonly name: string }
  | { readonly kind: 'other'; readonly whole: Uint8Array }

/** An ONNX file taken apart as far as rewriting needs, without a copy of its weights. */
export interface ModelView {
  readonly bytes: Uint8Array
  readonly irVersion: number
  /** Version of the standard operators; 0 = none are imported. */
  readonly opset: number
  readonly parts: readonly GraphPart[]
  readonly functions: readonly Uint8Array[]
}

const MAX_PARTS = 200_000

/** The name of an input or output of a graph. */
export function valueNameOf(valueInfo: Uint8Array): string {
  let name = ''
  for (const field of fieldsOf(valueInfo))
    if (field.number === valueInfoField.name) name = textOf(valueInfo, field)
  return name
}

/** The fields of a graph, in the order of the file. */
export function* graphPartsOf(graph: Uint8Array): Generator<GraphPart> {
  for (const field of fieldsOf(graph)) {
    const whole = wholeOf(graph, field)
    const content = contentOf(graph, field)
    if (field.number === graphField.node) yield { kind: 'node', whole, node: readNode(content) }
    else if (field.number === graphField.initializer)
      yield { kind: 'initializer', whole, tensor: readTensor(content) }
    else if (field.number === graphField.input) yield { kind: 'input', whole, name: valueNameOf(content) }
    else if (field.number === graphField.output) yield { kind: 'output', whole, name: valueNameOf(content) }
    else yield { kind: 'other', whole }
  }
}

function boundedParts(graph: Uint8Array): GraphPart[] {
  const parts: GraphPart[] = []
  for (const part of graphPartsOf(graph)) {
    if (parts.length >= MAX_PARTS)
      throw unsupported(
        `model.onnx: its graph has more than ${MAX_PARTS} parts`,
        'export a smaller model, or use quantize: none'
      )
    parts.push(part)
  }
  return parts
}

/**
 * Takes an ONNX file apart. Other bytes are a `UserError` with code `model-unreadable`;
 * weights in another file, and more parts than memory should be spent on, are `model-unsupported`.
 */
export function viewModel(bytes: Uint8Array): ModelView {
  const { irVersion, opsets, externalData } = inspectOnnx(bytes)
  if (externalData) throw externalWeights()
  return readable(() => {
    let parts: GraphPart[] = []
    const functions: Uint8Array[] = []
    for (const field of fieldsOf(bytes)) {
      if (field.number === modelField.graph) parts = boundedParts(contentOf(bytes, field))
      else if (field.number === modelField.function) functions.push(contentOf(bytes, field))
    }
    return { bytes, irVersion, opset: opsets.get('') ?? 0, parts, functions }
  })
}

/** The file with another graph, given as its fields; everything around it stays byte for byte. */
export function withGraph({ bytes }: ModelView, graph: readonly Uint8Array[]): Uint8Array {
  const pieces = [...fieldsOf(bytes)].map(field =>
    field.number === modelField.graph ? fieldAround(modelField.graph, graph) : [wholeOf(bytes, field)]
  )
  return joined(pieces.flat())
}
