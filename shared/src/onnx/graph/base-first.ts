import type { TreeEnsemble } from '../fitted-model.js'

/**
 * The same ensemble with its base as trees of one leaf before all others. The format adds `base_values` after the trees;
 * XGBoost begins with its base, and where the trees take a large base back to a small sum, float32 rounds the two ways
 * apart by more than models may differ.
 */
export function baseFirst(trees: TreeEnsemble): TreeEnsemble {
  const { base, leafWidth, treeOutput } = trees
  if (trees.aggregate !== 'sum' || base.every(value => value === 0)) return trees
  // Leaves of one value: a tree for each output; leaves of all values: one tree.
  const added = base.length / leafWidth
  const leaves = new Int32Array(added)
  return {
    ...trees,
    offset: ints(
      [...leaves.keys()],
      trees.offset.map(position => position + added)
    ),
    feature: ints(leaves.fill(-1), trees.feature),
    left: ints(new Int32Array(added), trees.left),
    right: ints(new Int32Array(added), trees.right),
    threshold: floats(new Float32Array(added), trees.threshold),
    defaultLeft: bytes(added, trees.defaultLeft),
    leaf: floats(base, trees.leaf),
    base: new Float32Array(base.length),
    ...(treeOutput !== undefined && { treeOutput: ints([...leaves.keys()], treeOutput) })
  }
}

function ints(first: ArrayLike<number>, second: Int32Array): Int32Array {
  const all = new Int32Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

function floats(first: Float32Array, second: Float32Array): Float32Array {
  const all = new Float32Array(first.length + second.length)
  all.set(first)
  all.set(second, first.length)
  return all
}

function bytes(zeros: number, second: Uint8Array): Uint8Array {
  const all = new Uint8Array(zeros + second.length)
  all.set(second, zeros)
  return all
}
