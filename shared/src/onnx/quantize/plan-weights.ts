import type { GraphPart } from '../rewrite/model-view.js'
import { float32ValuesOf } from '../rewrite/tensor-view.js'
import { quantizeMatrix, transposed, type MatrixLayout } from './int8-matrix.js'
import { left } from './left-nodes.js'
import { maxSummands, type MatrixProduct } from './matrix-product.js'
import type { NameCensus } from './name-census.js'
import type { LeftNode, QuantizedAmount } from './quantization-result.js'
import {
  lengthOf,
  weightPieces,
  type Insertion,
  type Int8Weights,
  type Replacement,
  type Rewriter
} from './replacement.js'

/** Products by the same weights, and where those come from. */
export interface SharedWeights {
  readonly products: readonly [MatrixProduct, ...MatrixProduct[]]
  readonly source: GraphPart
}

/** The int8 form of these products and their weights, or why they stay. */
export type WeightsPlan =
  | {
      readonly kind: 'replaced'
      readonly replacements: ReadonlyMap<MatrixProduct, Replacement>
      readonly weights: readonly Int8Weights[]
      readonly amount: QuantizedAmount
    }
  | { readonly kind: 'left'; readonly left: readonly LeftNode[] }

export interface PlanTools {
  readonly names: NameCensus
  readonly rewriter: Rewriter
  /** The largest magnitude of an int8 weight. */
  readonly limit: number
}

const leaveAll = ({ products }: SharedWeights, reason: string): WeightsPlan => ({
  kind: 'left',
  left: products.map(({ node }) => left(node, reason))
})

function layoutOf({ tensor: { dims }, weightsTransposed }: MatrixProduct): MatrixLayout {
  const [rows = 0, columns = 0] = dims
  return { rows, columns, channel: weightsTransposed ? 'row' : 'column' }
}

const summandsOf = ({ rows, columns, channel }: MatrixLayout): number => (channel === 'row' ? columns : rows)

function overflowing({ products }: SharedWeights, { limit }: PlanTools): string | undefined {
  const summands = products.reduce((most, product) => Math.max(most, summandsOf(layoutOf(product))), 0)
  return summands > maxSummands(limit) ? `sums of ${summands} products may not fit into 32 bits` : undefined
}

/** The int8 form for products that take the weights in this direction; undefined when they are not finite. */
function int8Form(product: MatrixProduct, { names, rewriter, limit }: PlanTools): Int8Weights | undefined {
  const layout = layoutOf(product)
  const matrix = quantizeMatrix(float32ValuesOf(product.tensor), layout, limit)
  if (matrix === undefined) return undefined
  const turn = rewriter.straightens && product.weightsTransposed
  const values = turn ? transposed(matrix.values, layout) : matrix.values
  return weightPieces(
    { values: names.fresh('weights_int8'), scales: names.fresh('weights_scale') },
    { values, scales: matrix.scales },
    turn ? [layout.columns, layout.rows] : [layout.rows, layout.columns]
  )
}

/** One form for each direction the products take the weights in; undefined when they are not finite. */
function int8Forms({ products }: SharedWeights, tools: PlanTools): Map<boolean, Int8Weights> | undefined {
  const forms = new Map<boolean, Int8Weights>()
  for (const product of products) {
    if (forms.has(product.weightsTransposed)) continue
    const form = int8Form(product, tools)
    if (form === undefined) return undefined
    forms.set(product.weightsTransposed, form)
  }
  return forms
}

const sizeOf = ({ nodes, constants }: Insertion): number => lengthOf(nodes) + lengthOf(constants)

/** Bytes of the file before and after; what several products share is charged to each, which is on the safe side. */
function sizes(
  { products, source }: SharedWeights,
  replacements: ReadonlyMap<MatrixProduct, Replacement>,
  weights: readonly Int8Weights[]
): { before: number; after: number } {
  const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
  const made = [...replacements.values()]
  return {
    before: source.whole.length + sum(products.map(({ node }) => node.bytes.length)),
    after: sum([
      ...weights.map(sizeOf),
      ...made.map(sizeOf),
      ...made.map(({ activation }) => sizeOf(activation))
    ])
  }
}

function amountOf({ products }: SharedWeights, forms: readonly Int8Weights[]): QuantizedAmount {
  const { rows, columns } = layoutOf(products[0])
  const parameters = rows * columns
  const scales = forms.reduce((sum, { outputs }) => sum + outputs, 0)
  return {
    nodes: products.length,
    parameters,
    weightBytesBefore: parameters * 4,
    weightBytesAfter: parameters * forms.length + scales * 4
  }
}

function replaceAll(
  shared: SharedWeights,
  forms: ReadonlyMap<boolean, Int8Weights>,
  { rewriter }: PlanTools
): WeightsPlan {
  const replacements = new Map<MatrixProduct, Replacement>()
  const reasons = new Map<MatrixProduct, string>()
  for (const product of shared.products) {
    const form = forms.get(product.weightsTransposed)
    if (form === undefined) throw new TypeError('a product without its weights')
    const replacement = rewriter.replace(product, form)
    if (typeof replacement === 'string') reasons.set(product, replacement)
    else replacements.set(product, replacement)
  }
  if (reasons.size > 0) {
    const reason = (product: MatrixProduct): string =>
      reasons.get(product) ?? 'its weights are shared with a node that stays float32'
    return { kind: 'left', left: shared.products.map(product => left(product.node, reason(product))) }
  }
  const weights = [...forms.values()]
  const { before, after } = sizes(shared, replacements, weights)
  if (after >= before)
    return leaveAll(shared, `too small: ${before} bytes in float32, ${after} bytes with what int8 needs`)
  return { kind: 'replaced', replacements, weights, amount: amountOf(shared, weights) }
}

/** Makes weights and the products by them int8, if all of them can be and the file becomes smaller by it. */
export function planWeights(shared: SharedWeights, tools: PlanTools): WeightsPlan {
  const { products } = shared
  if (tools.names.reads(products[0].weights) !== products.length)
    return leaveAll(shared, 'its weights are used elsewhere too and must stay float32')
  const forms = int8Forms(shared, tools)
  if (forms === undefined) return leaveAll(shared, 'its weights are not all finite')
  const overflow = overflowing(shared, tools)
  if (overflow !== undefined) return leaveAll(shared, overflow)
  return replaceAll(shared, forms, tools)
}
