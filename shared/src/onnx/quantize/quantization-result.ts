/** An operator with weights that stays as it is, and why. */
export interface LeftNode {
  /** Its name in the file, else that of its first output; at most 200 characters. */
  readonly name: string
  readonly operator: string
  readonly reason: string
}

/** What int8 made smaller. */
export interface QuantizedAmount {
  readonly nodes: number
  /** Weights that are int8 now; those several nodes share count once. */
  readonly parameters: number
  readonly weightBytesBefore: number
  /** Scales included. */
  readonly weightBytesAfter: number
}

/** A smaller model, or the plain reason why there is none; `left` names the operators with weights that stay float. */
export type QuantizationResult =
  | {
      readonly kind: 'quantized'
      readonly bytes: Uint8Array
      readonly quantized: QuantizedAmount
      readonly left: readonly LeftNode[]
    }
  | { readonly kind: 'nothing-to-quantize'; readonly reason: string; readonly left: readonly LeftNode[] }

export interface QuantizationOptions {
  /**
   * Weights in −64..64 instead of −127..127: processors with AVX2 but without VNNI add two products of 8 bits in 16 bits,
   * which larger weights overflow.
   */
  readonly reduceRange?: boolean
}
