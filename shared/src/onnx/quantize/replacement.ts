import { create, toBinary } from '@bufbuild/protobuf'
import {
  NodeProtoSchema,
  TensorProtoSchema,
  type AttributeProto,
  type TensorProto
} from '../generated/onnx_pb.js'
import { bigints } from '../graph/bigints.js'
import { elementType } from '../graph/element-type.js'
import { float32Tensor } from '../graph/tensors.js'
import { graphField } from '../rewrite/onnx-fields.js'
import { fieldAround } from '../rewrite/wire-fields.js'
import type { Int8Matrix } from './int8-matrix.js'
import type { MatrixProduct } from './matrix-product.js'

/** Nodes and constants as fields of a graph, in pieces. */
export interface Insertion {
  readonly nodes: readonly Uint8Array[]
  readonly constants: readonly Uint8Array[]
}

/** What stands for a product: its own nodes, and those that make its activation int8, once for all products of it. */
export interface Replacement extends Insertion {
  readonly activation: Insertion
}

/** Int8 weights that are constants of the graph, by name. */
export interface Int8Weights extends Insertion {
  readonly values: string
  readonly scales: string
  /** The number of outputs, each with a scale. */
  readonly outputs: number
}

/** Makes int8 forms of matrix products. */
export interface Rewriter {
  /** The first version of the standard operators that has what it needs. */
  readonly firstOpset: number
  /** Weights are wanted as rows × outputs, whatever the product says. */
  readonly straightens: boolean
  /** The int8 form of a product, or the reason why there is none. */
  replace(product: MatrixProduct, weights: Int8Weights): Replacement | string
}

interface NodeParts {
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly name?: string
  readonly attributes?: readonly AttributeProto[]
  /** Fields to carry over as they are. */
  readonly carried?: readonly Uint8Array[]
}

/** A node of the standard operators. */
export function nodePieces(operator: string, parts: NodeParts): Uint8Array[] {
  const node = create(NodeProtoSchema, {
    opType: operator,
    name: parts.name ?? '',
    input: [...parts.inputs],
    output: [...parts.outputs],
    attribute: [...(parts.attributes ?? [])]
  })
  return fieldAround(graphField.node, [toBinary(NodeProtoSchema, node), ...(parts.carried ?? [])])
}

/** A constant of the graph. */
export const constantPieces = (tensor: TensorProto): Uint8Array[] =>
  fieldAround(graphField.initializer, [toBinary(TensorProtoSchema, tensor)])

/** A single number. */
export const scalarPieces = (name: string, value: number): Uint8Array[] =>
  constantPieces(float32Tensor(name, Float32Array.of(value), []))

/** Zeros of int8 beside as many scales; without them onnxruntime does not compute in int8. */
export const zeroPointPieces = (name: string, length: number): Uint8Array[] =>
  constantPieces(
    create(TensorProtoSchema, {
      name,
      dataType: elementType.int8,
      dims: bigints([length]),
      rawData: new Uint8Array(length)
    })
  )

/** A single uint8. */
export const uint8ScalarPieces = (name: string, value: number): Uint8Array[] =>
  constantPieces(
    create(TensorProtoSchema, { name, dataType: elementType.uint8, rawData: Uint8Array.of(value) })
  )

/** Int8 values and their scales as constants. */
export function weightPieces(
  names: { readonly values: string; readonly scales: string },
  { values, scales }: Int8Matrix,
  dims: readonly number[]
): Int8Weights {
  const matrix = create(TensorProtoSchema, {
    name: names.values,
    dataType: elementType.int8,
    dims: bigints(dims),
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.length)
  })
  const scaleTensor = float32Tensor(names.scales, scales, [scales.length])
  return {
    ...names,
    outputs: scales.length,
    nodes: [],
    constants: [...constantPieces(matrix), ...constantPieces(scaleTensor)]
  }
}

/** The length of pieces in bytes. */
export const lengthOf = (pieces: readonly Uint8Array[]): number =>
  pieces.reduce((sum, piece) => sum + piece.length, 0)
