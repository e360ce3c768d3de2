import { attributeField, nodeField } from './onnx-fields.js'
import { contentOf, fieldsOf, integerOf, textOf } from './wire-fields.js'

/** A node of a graph; its attributes are read when they are asked for. */
export interface NodeView {
  readonly bytes: Uint8Array
  readonly name: string
  readonly operator: string
  /** '' = the standard operators. */
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
}

/** The kinds of values rewriting asks an attribute for. */
export interface AttributeView {
  readonly float: number
  readonly integer: number
  readonly tensor?: Uint8Array
  readonly graphs: readonly Uint8Array[]
}

export function readNode(bytes: Uint8Array): NodeView {
  const node = { name: '', operator: '', domain: '' }
  const inputs: string[] = []
  const outputs: string[] = []
  for (const field of fieldsOf(bytes)) {
    if (field.number === nodeField.input) inputs.push(textOf(bytes, field))
    else if (field.number === nodeField.output) outputs.push(textOf(bytes, field))
    else if (field.number === nodeField.name) node.name = textOf(bytes, field)
    else if (field.number === nodeField.operator) node.operator = textOf(bytes, field)
    else if (field.number === nodeField.domain) node.domain = textOf(bytes, field)
  }
  const domain = node.domain === 'ai.onnx' ? '' : node.domain
  return { bytes, ...node, domain, inputs, outputs }
}

const floatOf = (bytes: Uint8Array): number =>
  bytes.length === 4 ? new DataView(bytes.buffer, bytes.byteOffset, 4).getFloat32(0, true) : NaN

function readAttribute(bytes: Uint8Array): [string, AttributeView] {
  const attribute = { float: 0, integer: 0 }
  let name = ''
  let tensor: Uint8Array | undefined
  const graphs: Uint8Array[] = []
  for (const field of fieldsOf(bytes)) {
    if (field.number === attributeField.name) name = textOf(bytes, field)
    else if (field.number === attributeField.float) attribute.float = floatOf(contentOf(bytes, field))
    else if (field.number === attributeField.integer) attribute.integer = integerOf(bytes, field)
    else if (field.number === attributeField.tensor) tensor = contentOf(bytes, field)
    else if (field.number === attributeField.graph || field.number === attributeField.graphs)
      graphs.push(contentOf(bytes, field))
  }
  return [name, { ...attribute, graphs, ...(tensor === undefined ? {} : { tensor }) }]
}

export function attributesOf({ bytes }: NodeView): Map<string, AttributeView> {
  const attributes = new Map<string, AttributeView>()
  for (const field of fieldsOf(bytes))
    if (field.number === nodeField.attribute) attributes.set(...readAttribute(contentOf(bytes, field)))
  return attributes
}

/** The graphs inside a node: branches and loop bodies. */
export const subgraphsOf = (node: NodeView): readonly Uint8Array[] =>
  [...attributesOf(node).values()].flatMap(({ graphs }) => graphs)
