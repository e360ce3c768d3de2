import { graphPartsOf, type ModelView } from '../rewrite/model-view.js'
import { functionField } from '../rewrite/onnx-fields.js'
import { readNode, subgraphsOf, type NodeView } from '../rewrite/node-view.js'
import { contentOf, fieldsOf } from '../rewrite/wire-fields.js'
import { isMatrixProduct } from './matrix-product.js'
import type { LeftNode } from './quantization-result.js'

const MAX_NAME_LENGTH = 200

const CONVOLUTION = 'convolutions stay float32: an int8 convolution takes one scale for all channels'
const RECURRENT = 'recurrent layers stay float32'
const TREES = 'a tree ensemble has no weight matrices'
const COEFFICIENTS = 'its coefficients are attributes, not a weight matrix'

/** Operators with weights that are not matrix products. */
const OTHERS: ReadonlyMap<string, string> = new Map([
  ['Conv', CONVOLUTION],
  ['ConvTranspose', CONVOLUTION],
  ['LSTM', RECURRENT],
  ['GRU', RECURRENT],
  ['RNN', RECURRENT],
  ['ai.onnx.ml.TreeEnsemble', TREES],
  ['ai.onnx.ml.TreeEnsembleClassifier', TREES],
  ['ai.onnx.ml.TreeEnsembleRegressor', TREES],
  ['ai.onnx.ml.LinearClassifier', COEFFICIENTS],
  ['ai.onnx.ml.LinearRegressor', COEFFICIENTS],
  ['ai.onnx.ml.SVMClassifier', COEFFICIENTS],
  ['ai.onnx.ml.SVMRegressor', COEFFICIENTS]
])

const operatorOf = ({ domain, operator }: NodeView): string =>
  domain === '' ? operator : `${domain}.${operator}`

export const isTreeEnsemble = ({ operator }: LeftNode): boolean => OTHERS.get(operator) === TREES

/** A node that stays as it is. */
export const left = (node: NodeView, reason: string): LeftNode => ({
  name: (node.name === '' ? (node.outputs[0] ?? '') : node.name).slice(0, MAX_NAME_LENGTH),
  operator: operatorOf(node),
  reason
})

function* nestedProducts(node: NodeView, reason: string): Generator<LeftNode> {
  for (const graph of subgraphsOf(node))
    for (const part of graphPartsOf(graph)) {
      if (part.kind !== 'node') continue
      if (isMatrixProduct(part.node)) yield left(part.node, reason)
      yield* nestedProducts(part.node, reason)
    }
}

function* functionNodes(view: ModelView): Generator<NodeView> {
  for (const body of view.functions)
    for (const field of fieldsOf(body))
      if (field.number === functionField.node) yield readNode(contentOf(body, field))
}

/** The operators with weights that quantization does not look at: other kinds of layers, subgraphs, functions. */
export function* neverQuantized(view: ModelView): Generator<LeftNode> {
  for (const part of view.parts) {
    if (part.kind !== 'node') continue
    const reason = OTHERS.get(operatorOf(part.node))
    if (reason !== undefined) yield left(part.node, reason)
    yield* nestedProducts(
      part.node,
      `it is inside a subgraph of ${part.node.operator.slice(0, MAX_NAME_LENGTH)}`
    )
  }
  for (const node of functionNodes(view)) {
    if (isMatrixProduct(node)) yield left(node, 'it is inside a function')
    yield* nestedProducts(node, 'it is inside a function')
  }
}
