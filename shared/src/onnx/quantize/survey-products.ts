import type { GraphPart, ModelView } from '../rewrite/model-view.js'
import { left, neverQuantized } from './left-nodes.js'
import { isMatrixProduct, readMatrixProduct, type MatrixProduct } from './matrix-product.js'
import { constantsOf } from './model-constants.js'
import type { SharedWeights } from './plan-weights.js'
import type { LeftNode } from './quantization-result.js'

/** What a model has to offer. */
export interface Survey {
  readonly shared: readonly SharedWeights[]
  readonly left: readonly LeftNode[]
}

/** Finds the products by constant weights, gathered by those, and the operators with weights that are none. */
export function surveyProducts(view: ModelView): Survey {
  const { tensors, sources } = constantsOf(view)
  const shared = new Map<string, { products: [MatrixProduct, ...MatrixProduct[]]; source: GraphPart }>()
  const leftNodes = [...neverQuantized(view)]
  for (const part of view.parts) {
    if (part.kind !== 'node' || !isMatrixProduct(part.node)) continue
    const product = readMatrixProduct(part.node, tensors)
    if (typeof product === 'string') {
      leftNodes.push(left(part.node, product))
      continue
    }
    const source = sources.get(product.weights)
    const known = shared.get(product.weights)
    if (known !== undefined) known.products.push(product)
    else if (source !== undefined) shared.set(product.weights, { products: [product], source })
  }
  return { shared: [...shared.values()], left: leftNodes }
}
