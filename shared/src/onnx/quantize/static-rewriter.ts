import type { ValueRange } from '../../ports/inference-runtime.js'
import { int } from '../graph/attributes.js'
import { graphField, nodeField } from '../rewrite/onnx-fields.js'
import { fieldAround, fieldsOf, wholeOf } from '../rewrite/wire-fields.js'
import { roundHalfToEven, scaleOf } from './int8-matrix.js'
import type { MatrixProduct } from './matrix-product.js'
import type { NameCensus } from './name-census.js'
import {
  nodePieces,
  scalarPieces,
  uint8ScalarPieces,
  zeroPointPieces,
  type Insertion,
  type Int8Weights,
  type Replacement,
  type Rewriter
} from './replacement.js'

const LEVELS = 255
const utf8 = new TextEncoder()

/** Scale and zero point of uint8 for a range, which is widened to hold 0: a 0 stays exactly 0. */
export function uint8Parameters({ min, max }: ValueRange): { scale: number; zeroPoint: number } {
  const [low, high] = [Math.min(min, 0), Math.max(max, 0)]
  const scale = scaleOf(high - low, LEVELS)
  const zeroPoint = roundHalfToEven(Math.fround(-low / scale))
  return { scale, zeroPoint: Math.min(Math.max(zeroPoint, 0), LEVELS) }
}

/** A node as it is but for its first inputs. */
function withInputs({ node }: MatrixProduct, inputs: readonly string[]): Uint8Array[] {
  const all = [...inputs, ...node.inputs.slice(inputs.length)]
  const rest = [...fieldsOf(node.bytes)].filter(({ number }) => number !== nodeField.input)
  return fieldAround(graphField.node, [
    ...all.flatMap(name => fieldAround(nodeField.input, [utf8.encode(name)])),
    ...rest.map(field => wholeOf(node.bytes, field))
  ])
}

/** QuantizeLinear and DequantizeLinear before the activation, DequantizeLinear before the weights; the product stays. */
export class StaticRewriter implements Rewriter {
  readonly firstOpset = 13
  readonly straightens = false
  readonly #names: NameCensus
  readonly #rangeOf: (tensor: string) => ValueRange | undefined
  readonly #activations = new Map<string, { readonly insertion: Insertion; readonly name: string }>()

  constructor(names: NameCensus, rangeOf: (tensor: string) => ValueRange | undefined) {
    this.#names = names
    this.#rangeOf = rangeOf
  }

  replace(product: MatrixProduct, weights: Int8Weights): Replacement | string {
    const range = this.#rangeOf(product.activation)
    if (range === undefined) return 'there is no calibrated range of its input'
    if (!Number.isFinite(range.max - range.min) || range.max < range.min)
      return 'the calibrated range of its input is not finite'
    const { insertion, name } = this.#activation(product.activation, range)
    const [zeroPoints, straight] = [this.#names.fresh('zero_points'), this.#names.fresh('weights')]
    const dequantize = nodePieces('DequantizeLinear', {
      inputs: [weights.values, weights.scales, zeroPoints],
      outputs: [straight],
      attributes: [int('axis', product.weightsTransposed ? 0 : 1)]
    })
    return {
      nodes: [...dequantize, ...withInputs(product, [name, straight])],
      constants: zeroPointPieces(zeroPoints, weights.outputs),
      activation: insertion
    }
  }

  #activation(activation: string, range: ValueRange): { insertion: Insertion; name: string } {
    const known = this.#activations.get(activation)
    if (known !== undefined) return known
    const { scale, zeroPoint } = uint8Parameters(range)
    const [scaleName, zeroPointName] = [this.#names.fresh('scale'), this.#names.fresh('zero_point')]
    const [quantized, name] = [this.#names.fresh('quantized'), this.#names.fresh('dequantized')]
    const parameters = [scaleName, zeroPointName]
    const made = {
      insertion: {
        nodes: [
          ...nodePieces('QuantizeLinear', { inputs: [activation, ...parameters], outputs: [quantized] }),
          ...nodePieces('DequantizeLinear', { inputs: [quantized, ...parameters], outputs: [name] })
        ],
        constants: [...scalarPieces(scaleName, scale), ...uint8ScalarPieces(zeroPointName, zeroPoint)]
      },
      name
    }
    this.#activations.set(activation, made)
    return made
  }
}
