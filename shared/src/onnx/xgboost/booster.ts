import type { DocumentNode } from '../document-node.js'
import { unreadable, unsupported } from '../model-errors.js'

/** The trees that count, each with its output and the factor on its leaves. */
export interface Booster {
  readonly trees: readonly DocumentNode[]
  readonly outputs: Int32Array
  readonly weights: readonly number[]
}

export type TreeChoice = 'all' | 'best'

/** Where the trees lie: `dart` wraps `gbtree` and keeps a weight per tree. */
function openBooster(learner: DocumentNode): { model: DocumentNode; weights?: DocumentNode } {
  const booster = learner.get('gradient_booster')
  const name = booster.get('name').text()
  if (name === 'gbtree') return { model: booster.get('model') }
  if (name === 'dart')
    return { model: booster.get('gbtree').get('model'), weights: booster.get('weight_drop') }
  throw unsupported(
    `${booster.place}: the booster '${name.slice(0, 40)}' has no trees to convert`,
    'train with booster gbtree or dart, or write model.onnx from your script'
  )
}

/** Trees per boosting round: one for every output and every parallel tree. */
function treesPerRound(model: DocumentNode, outputs: number): number {
  const parallel = model.get('gbtree_model_param').find('num_parallel_tree')?.count() ?? 1
  return Math.max(1, parallel) * outputs
}

function bestRounds(learner: DocumentNode): number | undefined {
  const best = learner.find('attributes')?.find('best_iteration')
  return best === undefined ? undefined : best.count() + 1
}

function usedTrees(
  learner: DocumentNode,
  model: DocumentNode,
  wanted: { choice: TreeChoice; outputs: number }
): number {
  const all = model.get('trees').items().length
  const rounds = wanted.choice === 'best' ? bestRounds(learner) : undefined
  return rounds === undefined ? all : Math.min(all, rounds * treesPerRound(model, wanted.outputs))
}

/**
 * Finds the trees of a `learner`. `best` leaves out those after the best round of an early-stopped training; without
 * early stopping it means all. Linear boosters are a `UserError` with code `model-unsupported`.
 */
export function readBooster(
  learner: DocumentNode,
  wanted: { readonly choice: TreeChoice; readonly outputs: number }
): Booster {
  const { model, weights } = openBooster(learner)
  const used = usedTrees(learner, model, wanted)
  const outputs = model.get('tree_info').integers().subarray(0, used)
  const factors = weights?.numbers().subarray(0, used) ?? new Float64Array(used).fill(1)
  if (outputs.length !== used) throw unreadable(`${model.place}: tree_info is shorter than the list of trees`)
  if (factors.length !== used)
    throw unreadable(`${model.place}: weight_drop is shorter than the list of trees`)
  return { trees: model.get('trees').items().slice(0, used), outputs, weights: Array.from(factors) }
}
