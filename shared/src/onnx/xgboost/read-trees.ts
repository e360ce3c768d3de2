import type { DocumentNode } from '../document-node.js'
import type { TreeEnsemble } from '../fitted-model.js'
import { unreadable, unsupported } from '../model-errors.js'
import type { Booster } from './booster.js'

/** One tree in parallel arrays; leaf values stand among the split conditions. */
interface XgboostTree {
  readonly left: Int32Array
  readonly right: Int32Array
  readonly column: Int32Array
  readonly condition: Float64Array
  readonly defaultLeft: Int32Array
}

function refuseSpecialTrees(tree: DocumentNode): void {
  if (
    tree
      .find('split_type')
      ?.numbers()
      .some(type => type !== 0) === true
  )
    throw unsupported(
      `${tree.place}: splits on categories are not converted`,
      'train on encoded columns (enable_categorical=False), or write model.onnx from your script'
    )
  if ((tree.find('tree_param')?.find('size_leaf_vector')?.count() ?? 0) > 1)
    throw unsupported(
      `${tree.place}: leaves with several values are not converted`,
      "train with multi_strategy='one_output_per_tree'"
    )
}

function readTree(tree: DocumentNode): XgboostTree {
  refuseSpecialTrees(tree)
  const arrays = {
    left: tree.get('left_children').integers(),
    right: tree.get('right_children').integers(),
    column: tree.get('split_indices').integers(),
    condition: tree.get('split_conditions').numbers(),
    defaultLeft: tree.get('default_left').integers()
  }
  const size = arrays.left.length
  if (size === 0 || Object.values(arrays).some(array => array.length !== size))
    throw unreadable(`${tree.place}: the arrays of the nodes differ in length`)
  return arrays
}

/** Writes one array of every tree behind the other. */
function join<T extends Int32Array | Float32Array | Uint8Array>(
  target: T,
  trees: readonly XgboostTree[],
  pick: (tree: XgboostTree) => Int32Array | Float64Array
): T {
  let position = 0
  for (const tree of trees) {
    target.set(pick(tree), position)
    position += tree.left.length
  }
  return target
}

const columnsOrLeaf = ({ column, left }: XgboostTree): Int32Array =>
  column.map((value, node) => (left[node] === -1 ? -1 : value))

function offsets(trees: readonly XgboostTree[]): Int32Array {
  const offset = new Int32Array(trees.length + 1)
  trees.forEach((tree, index) => (offset[index + 1] = (offset[index] ?? 0) + tree.left.length))
  return offset
}

// The library keeps leaves and their weights in float32 and multiplies them so.
const leafValues = (tree: XgboostTree, weight: number): number[] =>
  Array.from(
    tree.condition.filter((_, node) => tree.left[node] === -1),
    value => Math.fround(Math.fround(value) * Math.fround(weight))
  )

/** The trees of a booster as one ensemble: left when `x < t`, summed. */
export function readTrees(booster: Booster, base: Float32Array): TreeEnsemble {
  const trees = booster.trees.map(readTree)
  const leaves = trees.flatMap((tree, index) => leafValues(tree, booster.weights[index] ?? NaN))
  const offset = offsets(trees)
  const size = offset[trees.length] ?? 0
  return {
    kind: 'trees',
    compare: 'lt',
    aggregate: 'sum',
    base,
    offset,
    feature: join(new Int32Array(size), trees, columnsOrLeaf),
    left: join(new Int32Array(size), trees, ({ left }) => left),
    right: join(new Int32Array(size), trees, ({ right }) => right),
    threshold: join(new Float32Array(size), trees, ({ condition }) => condition),
    defaultLeft: join(new Uint8Array(size), trees, ({ defaultLeft }) => defaultLeft),
    leaf: Float32Array.from(leaves),
    leafWidth: 1,
    treeOutput: booster.outputs
  }
}
