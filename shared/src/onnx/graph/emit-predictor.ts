import type { LinearModel, TreeEnsemble } from '../fitted-model.js'
import type { AttributeProto } from '../generated/onnx_pb.js'
import { floats, int, ints, text, texts } from './attributes.js'
import { elementType } from './element-type.js'
import type { GraphBuilder, Value } from './graph-builder.js'

/** A sum before the link, float32 or float64 [N, outputs]. */
export interface Margin {
  readonly value: Value
  readonly precision: 'float32' | 'float64'
}

/** For every node the number of its tree, and its number inside that tree. */
function nodeAddresses(offset: Int32Array): { tree: Int32Array; node: Int32Array } {
  const size = offset[offset.length - 1] ?? 0
  const tree = new Int32Array(size)
  const node = new Int32Array(size)
  for (let number = 0; number + 1 < offset.length; number++) {
    const first = offset[number] ?? 0
    const end = offset[number + 1] ?? first
    tree.fill(number, first, end)
    for (let position = first; position < end; position++) node[position] = position - first
  }
  return { tree, node }
}

interface LeafTargets {
  readonly tree: Int32Array
  readonly node: Int32Array
  readonly output: Int32Array
}

/** For every leaf value where it lies and which output it adds to. */
function leafTargets(trees: TreeEnsemble, address: { tree: Int32Array; node: Int32Array }): LeafTargets {
  const targets = {
    tree: new Int32Array(trees.leaf.length),
    node: new Int32Array(trees.leaf.length),
    output: new Int32Array(trees.leaf.length)
  }
  let next = 0
  trees.feature.forEach((feature, position) => {
    if (feature !== -1) return
    const tree = address.tree[position] ?? 0
    for (let value = 0; value < trees.leafWidth; value++) {
      targets.tree[next] = tree
      targets.node[next] = address.node[position] ?? 0
      targets.output[next++] = trees.treeOutput?.[tree] ?? value
    }
  })
  return targets
}

/** Leaves ask for no column and lead nowhere; the format wants zeros there. */
const zeroAtLeaves = (values: Int32Array): Int32Array => values.map(value => Math.max(value, 0))

/** Without this attribute a missing value goes right everywhere. */
const missingGoesLeft = ({ defaultLeft }: TreeEnsemble): AttributeProto[] =>
  defaultLeft.includes(1) ? [ints('nodes_missing_value_tracks_true', defaultLeft)] : []

/** One `TreeEnsembleRegressor`; the trees must be canonical (`canonicalTrees`). */
export function emitTrees(graph: GraphBuilder, columns: Value, trees: TreeEnsemble): Margin {
  const address = nodeAddresses(trees.offset)
  const targets = leafTargets(trees, address)
  const branch = trees.compare === 'le' ? 'BRANCH_LEQ' : 'BRANCH_LT'
  const modes = Array.from(trees.feature, feature => (feature === -1 ? 'LEAF' : branch))
  const attributes = [
    ints('nodes_treeids', address.tree),
    ints('nodes_nodeids', address.node),
    ints('nodes_featureids', zeroAtLeaves(trees.feature)),
    texts('nodes_modes', modes),
    floats('nodes_values', trees.threshold),
    ints('nodes_truenodeids', zeroAtLeaves(trees.left)),
    ints('nodes_falsenodeids', zeroAtLeaves(trees.right)),
    ...missingGoesLeft(trees),
    ints('target_treeids', targets.tree),
    ints('target_nodeids', targets.node),
    ints('target_ids', targets.output),
    floats('target_weights', trees.leaf),
    floats('base_values', trees.base),
    int('n_targets', trees.base.length),
    text('aggregate_function', trees.aggregate === 'mean' ? 'AVERAGE' : 'SUM')
  ]
  return {
    value: graph.mlOperator('TreeEnsembleRegressor', { inputs: [columns], attributes }),
    precision: 'float32'
  }
}

function transpose(values: Float64Array, columns: number): Float64Array {
  const rows = values.length / columns
  return Float64Array.from(
    values.keys(),
    index => values[(index % rows) * columns + Math.floor(index / rows)] ?? 0
  )
}

/** Columns × coefficients + intercept, in double precision. */
export function emitLinear(graph: GraphBuilder, columns: Value, model: LinearModel): Margin {
  const wide = graph.operator('Cast', { inputs: [columns], attributes: [int('to', elementType.float64)] })
  const outputs = model.intercept.length
  const weights = graph.float64(transpose(model.coefficient, model.columns), [model.columns, outputs])
  const product = graph.operator('MatMul', { inputs: [wide, weights] })
  const value = graph.operator('Add', { inputs: [product, graph.float64(model.intercept)] })
  return { value, precision: 'float64' }
}
