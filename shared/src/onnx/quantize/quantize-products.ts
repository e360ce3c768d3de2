import { withGraph, type GraphPart, type ModelView } from '../rewrite/model-view.js'
import { left } from './left-nodes.js'
import { planWeights, type PlanTools, type SharedWeights, type WeightsPlan } from './plan-weights.js'
import type { LeftNode, QuantizationResult, QuantizedAmount } from './quantization-result.js'
import type { Insertion, Replacement } from './replacement.js'
import { surveyProducts } from './survey-products.js'
import { obstacle, whyNothing } from './why-nothing.js'

function total(amounts: readonly QuantizedAmount[]): QuantizedAmount {
  const sum = (of: (amount: QuantizedAmount) => number): number =>
    amounts.reduce((result, amount) => result + of(amount), 0)
  return {
    nodes: sum(({ nodes }) => nodes),
    parameters: sum(({ parameters }) => parameters),
    weightBytesBefore: sum(({ weightBytesBefore }) => weightBytesBefore),
    weightBytesAfter: sum(({ weightBytesAfter }) => weightBytesAfter)
  }
}

type Replaced = WeightsPlan & { readonly kind: 'replaced'; readonly source: GraphPart }

/** What becomes int8 and what does not; `blocked` = a reason that holds for all. */
export interface ProductsPlan {
  readonly replaced: readonly Replaced[]
  readonly left: readonly LeftNode[]
  readonly blocked?: string
}

/** The graph in its order, with products and weights replaced where they stand and new constants at the end. */
function rewritten(view: ModelView, plans: readonly Replaced[]): Uint8Array {
  const replacements = new Map<Uint8Array, Replacement>()
  for (const plan of plans)
    for (const [{ node }, replacement] of plan.replacements) replacements.set(node.bytes, replacement)
  const dropped = new Set(plans.map(({ source }) => source))
  const graph: Uint8Array[] = []
  const constants = plans.flatMap(({ weights }) => weights.flatMap(weight => weight.constants))
  const activations = new Set<Insertion>()
  const insert = (insertion: Insertion): void => {
    for (const piece of insertion.nodes) graph.push(piece)
    for (const piece of insertion.constants) constants.push(piece)
  }
  for (const part of view.parts) {
    if (dropped.has(part)) continue
    const replacement = part.kind === 'node' ? replacements.get(part.node.bytes) : undefined
    if (replacement === undefined) {
      graph.push(part.whole)
      continue
    }
    if (!activations.has(replacement.activation)) insert(replacement.activation)
    activations.add(replacement.activation)
    insert(replacement)
  }
  return withGraph(view, [...graph, ...constants])
}

function leaveAll(shared: readonly SharedWeights[], reason: string): LeftNode[] {
  return shared.flatMap(({ products }) => products.map(({ node }) => left(node, reason)))
}

/** Decides about every product by constant weights. */
export function planProducts(view: ModelView, tools: PlanTools): ProductsPlan {
  const { shared, left: unfit } = surveyProducts(view)
  const blocked = shared.length === 0 ? undefined : obstacle(view, tools.rewriter.firstOpset)
  if (blocked !== undefined) return { replaced: [], left: [...unfit, ...leaveAll(shared, blocked)], blocked }
  const replaced: Replaced[] = []
  const leftNodes = [...unfit]
  for (const weights of shared) {
    const plan = planWeights(weights, tools)
    if (plan.kind === 'replaced') replaced.push({ ...plan, source: weights.source })
    else for (const node of plan.left) leftNodes.push(node)
  }
  return { replaced, left: leftNodes }
}

/** Makes int8 what becomes smaller by it; the rest of the file stays byte for byte. */
export function quantizeProducts(view: ModelView, tools: PlanTools): QuantizationResult {
  const { replaced, left: leftNodes, blocked } = planProducts(view, tools)
  if (replaced.length === 0)
    return { kind: 'nothing-to-quantize', reason: blocked ?? whyNothing(leftNodes), left: leftNodes }
  return {
    kind: 'quantized',
    bytes: rewritten(view, replaced),
    quantized: total(replaced.map(({ amount }) => amount)),
    left: leftNodes
  }
}
