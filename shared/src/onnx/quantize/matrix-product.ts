import { attributesOf, type NodeView } from '../rewrite/node-view.js'
import type { TensorView } from '../rewrite/tensor-view.js'

/** `alpha · activation' · weights' + beta · bias`, where ' is a transposition or nothing: a MatMul or a Gemm. */
export interface MatrixProduct {
  readonly node: NodeView
  readonly activation: string
  readonly activationTransposed: boolean
  readonly weights: string
  readonly tensor: TensorView
  readonly weightsTransposed: boolean
  readonly alpha: number
  readonly beta: number
  readonly bias?: string
}

/** 255 × 127 × this many summands fit into a signed integer of 32 bits, as which onnxruntime adds them up. */
export const maxSummands = (limit: number): number => Math.floor((2 ** 31 - 1) / (255 * limit))

const TYPE_NAMES: ReadonlyMap<number, string> = new Map([
  [10, 'float16'],
  [11, 'float64'],
  [16, 'bfloat16']
])

/** Why a constant cannot be the weights of an int8 product. */
function unfit(tensor: TensorView): string | undefined {
  if (tensor.elementType !== 1) {
    const type = TYPE_NAMES.get(tensor.elementType)
    return `its weights are ${type ?? 'not float32'}; only float32 is made int8`
  }
  if (tensor.dims.length !== 2) return `its weights have ${tensor.dims.length} dimensions, not 2`
  return tensor.dims.includes(0) ? 'its weights are empty' : undefined
}

function factors(
  node: NodeView
): Pick<MatrixProduct, 'activationTransposed' | 'weightsTransposed' | 'alpha' | 'beta'> {
  const attributes = node.operator === 'Gemm' ? attributesOf(node) : new Map<string, never>()
  const flag = (name: string): boolean => (attributes.get(name)?.integer ?? 0) !== 0
  return {
    activationTransposed: flag('transA'),
    weightsTransposed: flag('transB'),
    alpha: attributes.get('alpha')?.float ?? 1,
    beta: attributes.get('beta')?.float ?? 1
  }
}

export const isMatrixProduct = ({ domain, operator }: NodeView): boolean =>
  domain === '' && (operator === 'MatMul' || operator === 'Gemm')

/** A MatMul or Gemm by constant float32 weights, else the reason why it is not one. */
export function readMatrixProduct(
  node: NodeView,
  constants: ReadonlyMap<string, TensorView>
): MatrixProduct | string {
  const [activation = '', weights = '', bias = ''] = node.inputs
  const tensor = constants.get(weights)
  if (tensor === undefined)
    return constants.has(activation)
      ? 'its weights are the left factor'
      : 'its right factor is not a constant'
  const reason = unfit(tensor)
  if (reason !== undefined) return reason
  const { alpha, beta, ...transpositions } = factors(node)
  if (!Number.isFinite(alpha) || !Number.isFinite(beta)) return 'alpha and beta are not finite'
  return {
    node,
    activation,
    weights,
    tensor,
    alpha,
    beta,
    ...transpositions,
    ...(bias === '' || beta === 0 ? {} : { bias })
  }
}
