import type { ModelView } from '../rewrite/model-view.js'
import { isTreeEnsemble } from './left-nodes.js'
import type { LeftNode } from './quantization-result.js'

/** Since this version of the format, constants need not be inputs as well. */
const FIRST_IR_VERSION = 4
const MAX_REASONS = 3

const plural = (count: number): string => (count === 1 ? '1 operator' : `${count} operators`)

/** Why nothing became smaller, in one line. */
export function whyNothing(leftNodes: readonly LeftNode[]): string {
  if (leftNodes.length === 0) return 'the model has no weight matrices: int8 changes nothing'
  if (leftNodes.every(isTreeEnsemble)) return 'a tree ensemble has no weight matrices: int8 changes nothing'
  const reasons = new Set(leftNodes.map(({ reason }) => reason))
  const named = [...reasons].slice(0, MAX_REASONS).join('; ')
  return `${plural(leftNodes.length)} with weights, none of which becomes smaller: ${named}${reasons.size > MAX_REASONS ? '; …' : ''}`
}

/** What stands in the way of int8 as a whole. */
export function obstacle({ irVersion, opset }: ModelView, firstOpset: number): string | undefined {
  if (opset < firstOpset)
    return `opset ${opset} lacks int8 operators this needs: export the model with opset ${firstOpset} or newer`
  if (irVersion < FIRST_IR_VERSION)
    return `IR version ${irVersion} has no constants but inputs: export the model with IR version ${FIRST_IR_VERSION} or newer`
  return undefined
}
