import type { TreeEnsemble } from './fitted-model.js'
import { unreadable } from './model-errors.js'

function checkLengths({ feature, left, right, threshold, defaultLeft }: TreeEnsemble): void {
  const arrays = { left, right, threshold, defaultLeft }
  for (const [name, array] of Object.entries(arrays)) {
    if (array.length !== feature.length)
      throw unreadable(`trees: ${name} has ${array.length} values for ${feature.length} nodes`)
  }
}

function checkOffsets({ offset, feature }: TreeEnsemble): void {
  if (offset.length < 2) throw unreadable('trees: the model has no trees')
  if (offset[0] !== 0 || offset[offset.length - 1] !== feature.length)
    throw unreadable(`trees: the offsets do not span the ${feature.length} nodes`)
  for (let tree = 1; tree < offset.length; tree++) {
    if ((offset[tree] ?? 0) <= (offset[tree - 1] ?? 0)) throw unreadable(`tree ${tree - 1}: has no nodes`)
  }
}

function checkLeaves({ feature, leaf, leafWidth }: TreeEnsemble): void {
  const leaves = feature.reduce((sum, value) => sum + (value === -1 ? 1 : 0), 0)
  if (leaf.length !== leaves * leafWidth)
    throw unreadable(`trees: ${leaf.length} leaf values for ${leaves} leaves of ${leafWidth}`)
}

function checkOutputs({ offset, base, leafWidth, treeOutput }: TreeEnsemble): void {
  const outputs = base.length
  if (!base.every(Number.isFinite)) throw unreadable('trees: the base is not finite')
  if (treeOutput === undefined) {
    if (leafWidth !== outputs) throw unreadable(`trees: leaves of ${leafWidth} values for ${outputs} outputs`)
    return
  }
  if (leafWidth !== 1)
    throw unreadable(`trees: leaves of ${leafWidth} values although each tree has one output`)
  if (treeOutput.length !== offset.length - 1)
    throw unreadable(`trees: ${treeOutput.length} tree outputs for ${offset.length - 1} trees`)
  const stray = treeOutput.findIndex(output => output < 0 || output >= outputs)
  if (stray >= 0) throw unreadable(`tree ${stray}: adds to an output that is not among the ${outputs}`)
}

/** The parallel arrays fit together; else `UserError` `model-unreadable`. Says nothing about the links between nodes. */
export function checkTreeArrays(ensemble: TreeEnsemble): void {
  checkLengths(ensemble)
  checkOffsets(ensemble)
  checkLeaves(ensemble)
  checkOutputs(ensemble)
}
