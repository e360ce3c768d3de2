import type { UserError } from '../errors.js'
import type { TreeEnsemble, TreeNodes } from './fitted-model.js'
import { unreadable } from './model-errors.js'
import { checkTreeArrays } from './tree-arrays-check.js'

const NO_PARENT = -1

const at = (array: Int32Array | Float32Array | Uint8Array, index: number): number => array[index] ?? NaN

function leafNumbers(feature: Int32Array): Int32Array {
  let next = 0
  return feature.map(column => (column === -1 ? next++ : -1))
}

/** Copies trees node by node in pre-order, checking what it passes. */
class TreeCopy {
  readonly #source: TreeEnsemble
  readonly #columns: number
  readonly #visited: Uint8Array
  readonly #leafNumber: Int32Array
  // Nodes still to be copied, and for right children the copied parent that waits for their number.
  readonly #waiting: Int32Array
  readonly #waitingParent: Int32Array
  readonly #nodes: Omit<TreeNodes, 'offset'>
  #depth = 0
  #tree = 0
  #root = 0
  #copied = 0
  #leaves = 0

  constructor(source: TreeEnsemble, columns: number) {
    const size = source.feature.length
    this.#source = source
    this.#columns = columns
    this.#visited = new Uint8Array(size)
    this.#leafNumber = leafNumbers(source.feature)
    this.#waiting = new Int32Array(size + 2)
    this.#waitingParent = new Int32Array(size + 2)
    this.#nodes = {
      feature: new Int32Array(size).fill(-1),
      left: new Int32Array(size).fill(-1),
      right: new Int32Array(size).fill(-1),
      threshold: new Float32Array(size),
      defaultLeft: new Uint8Array(size),
      leaf: new Float32Array(source.leaf.length)
    }
  }

  /** The number of nodes copied so far. */
  copyTree(tree: number): number {
    const first = at(this.#source.offset, tree)
    const size = at(this.#source.offset, tree + 1) - first
    this.#tree = tree
    this.#root = this.#copied
    this.#depth = 0
    this.#push(0, NO_PARENT)
    while (this.#depth > 0) {
      this.#depth -= 1
      const local = at(this.#waiting, this.#depth)
      const parent = at(this.#waitingParent, this.#depth)
      if (local < 0 || local >= size) throw this.#flaw(local, `outside the tree of ${size} nodes`)
      if (parent !== NO_PARENT) this.#nodes.right[parent] = this.#copied - this.#root
      this.#copyNode(first + local, local)
    }
    return this.#copied
  }

  result(): Omit<TreeNodes, 'offset'> {
    const { feature, left, right, threshold, defaultLeft, leaf } = this.#nodes
    return {
      feature: feature.subarray(0, this.#copied),
      left: left.subarray(0, this.#copied),
      right: right.subarray(0, this.#copied),
      threshold: threshold.subarray(0, this.#copied),
      defaultLeft: defaultLeft.subarray(0, this.#copied),
      leaf: leaf.subarray(0, this.#leaves * this.#source.leafWidth)
    }
  }

  #copyNode(node: number, local: number): void {
    if (this.#visited[node] === 1) throw this.#flaw(local, 'reached twice, so the nodes are not a tree')
    this.#visited[node] = 1
    if (this.#source.feature[node] === -1) this.#copyLeaf(node, local)
    else this.#copyBranch(node, local)
    this.#copied += 1
  }

  #copyLeaf(node: number, local: number): void {
    const { leaf, leafWidth, left, right } = this.#source
    if (left[node] !== -1 || right[node] !== -1) throw this.#flaw(local, 'a leaf has children')
    const from = at(this.#leafNumber, node) * leafWidth
    const to = this.#leaves * leafWidth
    for (let place = 0; place < leafWidth; place++) {
      const value = at(leaf, from + place)
      if (!Number.isFinite(value)) throw this.#flaw(local, 'the leaf value is not a finite number')
      this.#nodes.leaf[to + place] = value
    }
    this.#leaves += 1
  }

  #copyBranch(node: number, local: number): void {
    const { feature, threshold, defaultLeft, left, right } = this.#source
    const column = at(feature, node)
    if (column < 0 || column >= this.#columns)
      throw this.#flaw(local, `splits on column ${column} of ${this.#columns}`)
    if (Number.isNaN(threshold[node])) throw this.#flaw(local, 'the threshold is not a number')
    this.#nodes.feature[this.#copied] = column
    this.#nodes.threshold[this.#copied] = at(threshold, node)
    this.#nodes.defaultLeft[this.#copied] = defaultLeft[node] === 0 ? 0 : 1
    this.#nodes.left[this.#copied] = this.#copied + 1 - this.#root
    this.#push(at(right, node), this.#copied)
    this.#push(at(left, node), NO_PARENT)
  }

  #push(local: number, parent: number): void {
    // A tree never has more nodes waiting than it has nodes; more means a cycle.
    if (this.#depth >= this.#waiting.length)
      throw this.#flaw(local, 'reached twice, so the nodes are not a tree')
    this.#waiting[this.#depth] = local
    this.#waitingParent[this.#depth] = parent
    this.#depth += 1
  }

  #flaw(node: number, what: string): UserError {
    return unreadable(`tree ${this.#tree}, node ${node}: ${what}`)
  }
}

/**
 * Checks a tree ensemble and renumbers its nodes in pre-order without unreachable ones, so that the root comes first.
 * `columns` is the number of transformed columns. Children out of range, cycles, shared nodes, non-finite leaves and
 * arrays whose lengths disagree are `UserError`s with code `model-unreadable` that name the tree and the node.
 */
export function canonicalTrees(source: TreeEnsemble, columns: number): TreeEnsemble {
  checkTreeArrays(source)
  const copy = new TreeCopy(source, columns)
  const offset = new Int32Array(source.offset.length)
  for (let tree = 0; tree + 1 < offset.length; tree++) offset[tree + 1] = copy.copyTree(tree)
  return { ...source, ...copy.result(), offset }
}
