import { describe, expect, test } from '@jest/globals'
import { canonicalTrees } from '../../src/onnx/canonical-trees.js'
import type { TreeEnsemble } from '../../src/onnx/fitted-model.js'
import { modelError } from './model-error.js'

/** Two trees: x0 <= 1 ? 10 : (x1 <= 2 ? 20 : 30), and a single leaf 40. */
const sound: TreeEnsemble = {
  kind: 'trees',
  compare: 'le',
  aggregate: 'sum',
  base: Float32Array.of(0),
  offset: Int32Array.of(0, 5, 6),
  feature: Int32Array.of(0, -1, 1, -1, -1, -1),
  left: Int32Array.of(1, -1, 3, -1, -1, -1),
  right: Int32Array.of(2, -1, 4, -1, -1, -1),
  threshold: Float32Array.of(1, 0, 2, 0, 0, 0),
  defaultLeft: Uint8Array.of(1, 0, 0, 0, 0, 0),
  leaf: Float32Array.of(10, 20, 30, 40),
  leafWidth: 1,
  treeOutput: Int32Array.of(0, 0)
}

describe('canonicalTrees', () => {
  test('leaves trees in pre-order alone', () => {
    expect(canonicalTrees(sound, 2)).toEqual(sound)
  })

  test('renumbers to pre-order and drops what is unreachable', () => {
    // The first tree above with its nodes shuffled and a dead leaf (99) at number 1.
    const shuffled: TreeEnsemble = {
      ...sound,
      offset: Int32Array.of(0, 6, 7),
      feature: Int32Array.of(0, -1, -1, 1, -1, -1, -1),
      left: Int32Array.of(5, -1, -1, 4, -1, -1, -1),
      right: Int32Array.of(3, -1, -1, 2, -1, -1, -1),
      threshold: Float32Array.of(1, 0, 0, 2, 0, 0, 0),
      defaultLeft: Uint8Array.of(1, 0, 0, 0, 0, 0, 0),
      leaf: Float32Array.of(99, 30, 20, 10, 40)
    }
    expect(canonicalTrees(shuffled, 2)).toEqual(sound)
  })

  test('a dead leaf may hold anything', () => {
    const dead = { ...sound, offset: Int32Array.of(0, 6), feature: Int32Array.of(0, -1, 1, -1, -1, -1) }
    const trees = { ...dead, leaf: Float32Array.of(10, 20, 30, NaN), treeOutput: Int32Array.of(0) }
    expect([...canonicalTrees(trees, 2).leaf]).toEqual([10, 20, 30])
  })

  const int = (...values: number[]): Int32Array => Int32Array.from(values)
  test.each<{ name: string; change: Partial<TreeEnsemble>; part: string }>([
    {
      name: 'a child beyond the tree',
      change: { left: int(5, -1, 3, -1, -1, -1) },
      part: 'tree 0, node 5: outside the tree of 5'
    },
    { name: 'a negative child', change: { right: int(-1, -1, 4, -1, -1, -1) }, part: 'tree 0, node -1' },
    { name: 'a cycle', change: { left: int(1, -1, 0, -1, -1, -1) }, part: 'tree 0, node 0: reached twice' },
    {
      name: 'a node that is its own child',
      change: { left: int(0, -1, 3, -1, -1, -1) },
      part: 'tree 0, node 0: reached twice'
    },
    {
      name: 'a shared child',
      change: { left: int(1, -1, 1, -1, -1, -1) },
      part: 'tree 0, node 1: reached twice'
    },
    {
      name: 'a leaf with children',
      change: { left: int(1, 3, 3, -1, -1, -1) },
      part: 'tree 0, node 1: a leaf has children'
    },
    {
      name: 'a column too many',
      change: { feature: int(0, -1, 2, -1, -1, -1) },
      part: 'tree 0, node 2: splits on column 2 of 2'
    },
    {
      name: 'a column below −1',
      change: { feature: int(-2, -1, 1, -1, -1, -1) },
      part: 'splits on column -2'
    },
    {
      name: 'a threshold that is no number',
      change: { threshold: Float32Array.of(NaN, 0, 2, 0, 0, 0) },
      part: 'tree 0, node 0: the threshold'
    },
    {
      name: 'an infinite leaf',
      change: { leaf: Float32Array.of(10, 20, 30, Infinity) },
      part: 'tree 1, node 0: the leaf value'
    },
    {
      name: 'too few leaves',
      change: { leaf: Float32Array.of(10, 20, 30) },
      part: '3 leaf values for 4 leaves of 1'
    },
    {
      name: 'too few thresholds',
      change: { threshold: new Float32Array(5) },
      part: 'threshold has 5 values for 6 nodes'
    },
    { name: 'no trees', change: { offset: int(0) }, part: 'no trees' },
    {
      name: 'an empty tree',
      change: { offset: int(0, 5, 5, 6), treeOutput: int(0, 0, 0) },
      part: 'tree 1: has no nodes'
    },
    { name: 'offsets that end early', change: { offset: int(0, 4, 5) }, part: 'do not span' },
    { name: 'offsets that go back', change: { offset: int(0, 7, 6) }, part: 'tree 1: has no nodes' },
    {
      name: 'an output that is not there',
      change: { treeOutput: int(0, 1) },
      part: 'tree 1: adds to an output'
    },
    { name: 'too few outputs', change: { treeOutput: int(0) }, part: '1 tree outputs for 2 trees' },
    {
      name: 'a base that is not finite',
      change: { base: Float32Array.of(NaN) },
      part: 'the base is not finite'
    }
  ])('refuses $name', ({ change, part }) => {
    expect(() => canonicalTrees({ ...sound, ...change }, 2)).toThrow(modelError('model-unreadable', part))
  })
})
