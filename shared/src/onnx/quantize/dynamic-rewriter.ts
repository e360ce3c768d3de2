import { int, ints } from '../graph/attributes.js'
import { elementType } from '../graph/element-type.js'
import { nodeField } from '../rewrite/onnx-fields.js'
import { fieldsOf, wholeOf } from '../rewrite/wire-fields.js'
import type { MatrixProduct } from './matrix-product.js'
import type { NameCensus } from './name-census.js'
import {
  nodePieces,
  scalarPieces,
  type Insertion,
  type Int8Weights,
  type Replacement,
  type Rewriter
} from './replacement.js'

const REWRITTEN: ReadonlySet<number> = new Set(Object.values(nodeField))

/** Fields of a node that say nothing about what it computes. */
const carriedFrom = ({ node: { bytes } }: MatrixProduct): Uint8Array[] =>
  [...fieldsOf(bytes)].filter(({ number }) => !REWRITTEN.has(number)).map(field => wholeOf(bytes, field))

/** An activation as uint8 with a scale and a zero point, found anew at each run. */
interface QuantizedActivation {
  readonly insertion: Insertion
  readonly names: readonly [values: string, scale: string, zeroPoint: string]
}

class Chain {
  readonly nodes: Uint8Array[] = []
  readonly constants: Uint8Array[] = []
  readonly #names: NameCensus

  constructor(names: NameCensus) {
    this.#names = names
  }

  add(
    operator: string,
    inputs: readonly string[],
    more: Partial<Parameters<typeof nodePieces>[1]> = {}
  ): string {
    const outputs = more.outputs ?? [this.#names.fresh(operator.toLowerCase())]
    for (const piece of nodePieces(operator, { ...more, inputs, outputs })) this.nodes.push(piece)
    return outputs[0] ?? ''
  }

  /** `value × factor`. */
  times(value: string, factor: number): string {
    if (factor === 1) return value
    const constant = this.#names.fresh('factor')
    for (const piece of scalarPieces(constant, factor)) this.constants.push(piece)
    return this.add('Mul', [value, constant])
  }
}

/** DynamicQuantizeLinear and MatMulInteger, then the scales, alpha and the bias in float32. */
export class DynamicRewriter implements Rewriter {
  readonly firstOpset = 11
  readonly straightens = true
  readonly #names: NameCensus
  readonly #activations = new Map<string, QuantizedActivation>()

  constructor(names: NameCensus) {
    this.#names = names
  }

  replace(product: MatrixProduct, weights: Int8Weights): Replacement {
    const { insertion, names } = this.#activation(product)
    const [values, scale, zeroPoint] = names
    const chain = new Chain(this.#names)
    const sums = chain.add('MatMulInteger', [values, weights.values, zeroPoint], {
      name: product.node.name,
      carried: carriedFrom(product)
    })
    const wide = chain.add('Cast', [sums], { attributes: [int('to', elementType.float32)] })
    const scales = chain.add('Mul', [scale, weights.scales])
    const factors = chain.times(scales, product.alpha)
    const last = { outputs: product.node.outputs.slice(0, 1) }
    if (product.bias === undefined) chain.add('Mul', [wide, factors], last)
    else {
      const bias = chain.times(product.bias, product.beta)
      chain.add('Add', [chain.add('Mul', [wide, factors]), bias], last)
    }
    return { nodes: chain.nodes, constants: chain.constants, activation: insertion }
  }

  #activation({ activation, activationTransposed }: MatrixProduct): QuantizedActivation {
    const key = `${activationTransposed ? 'transposed' : 'straight'} ${activation}`
    const known = this.#activations.get(key)
    if (known !== undefined) return known
    const names = [
      this.#names.fresh('quantized'),
      this.#names.fresh('scale'),
      this.#names.fresh('zero_point')
    ] as const
    const chain = new Chain(this.#names)
    const straight = activationTransposed
      ? chain.add('Transpose', [activation], { attributes: [ints('perm', Uint8Array.of(1, 0))] })
      : activation
    chain.add('DynamicQuantizeLinear', [straight], { outputs: names })
    const quantized = { insertion: { nodes: chain.nodes, constants: [] }, names }
    this.#activations.set(key, quantized)
    return quantized
  }
}
