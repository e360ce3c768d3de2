import type { GraphPart, ModelView } from '../rewrite/model-view.js'
import { attributesOf, type NodeView } from '../rewrite/node-view.js'
import { readTensor, type TensorView } from '../rewrite/tensor-view.js'

/** The constants of a graph, by the name they are used under. */
export interface ModelConstants {
  readonly tensors: ReadonlyMap<string, TensorView>
  /** The initializers and Constant nodes they come from. */
  readonly sources: ReadonlyMap<string, GraphPart>
}

function constantOf(node: NodeView): TensorView | undefined {
  if (node.domain !== '' || node.operator !== 'Constant') return undefined
  const value = attributesOf(node).get('value')?.tensor
  return value === undefined ? undefined : readTensor(value)
}

function tensorOf(part: GraphPart): [name: string, tensor: TensorView] | undefined {
  if (part.kind === 'initializer') return [part.tensor.name, part.tensor]
  if (part.kind !== 'node') return undefined
  const tensor = constantOf(part.node)
  return tensor === undefined ? undefined : [part.node.outputs[0] ?? '', tensor]
}

/** Initializers a caller may replace, because they are inputs too, are not constants. */
export function constantsOf({ parts }: ModelView): ModelConstants {
  const inputs = new Set(parts.flatMap(part => (part.kind === 'input' ? [part.name] : [])))
  const tensors = new Map<string, TensorView>()
  const sources = new Map<string, GraphPart>()
  for (const part of parts) {
    const [name, tensor] = tensorOf(part) ?? []
    if (name === undefined || tensor === undefined || inputs.has(name)) continue
    tensors.set(name, tensor)
    sources.set(name, part)
  }
  return { tensors, sources }
}
