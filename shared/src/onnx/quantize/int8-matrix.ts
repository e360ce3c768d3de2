import type { QuantizationOptions } from './quantization-result.js'

/** Weights as they are stored: rows × columns, and along which of them a scale changes. */
export interface MatrixLayout {
  readonly rows: number
  readonly columns: number
  readonly channel: 'row' | 'column'
}

/** `weight ≈ values × scale of its channel`; values in the layout of the weights. */
export interface Int8Matrix {
  readonly values: Int8Array
  readonly scales: Float32Array
}

/** The largest magnitude of an int8 weight. */
export const weightLimit = ({ reduceRange = false }: QuantizationOptions): number => (reduceRange ? 64 : 127)

const SMALLEST_NORMAL = 2 ** -126
const LARGEST = (2 - 2 ** -23) * 2 ** 127

/** Adding and subtracting 1.5 × 2^52 leaves no room for a fraction, and the processor rounds half to even. */
const HALF_TO_EVEN = 1.5 * 2 ** 52

/** Rounds to the nearest integer, halves to the even one; for magnitudes below 2^51. */
export const roundHalfToEven = (value: number): number => value + HALF_TO_EVEN - HALF_TO_EVEN

/** The width of one of `levels` steps over a spread, in float32; 1 where that is below the normal float32. */
export function scaleOf(spread: number, levels: number): number {
  const scale = Math.fround(spread / levels)
  return scale < SMALLEST_NORMAL ? 1 : scale
}

/** The largest magnitude of each channel; undefined when a weight is not finite. */
function magnitudes(
  weights: Float32Array,
  { rows, columns, channel }: MatrixLayout
): Float32Array | undefined {
  const largest = new Float32Array(channel === 'row' ? rows : columns)
  let position = 0
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const magnitude = Math.abs(weights[position++] ?? 0)
      if (!(magnitude <= LARGEST)) return undefined
      const place = channel === 'row' ? row : column
      if (magnitude > (largest[place] ?? 0)) largest[place] = magnitude
    }
  return largest
}

/**
 * Symmetric int8 with one scale per output, as onnxruntime's quantization tool computes it: scale = largest magnitude / limit,
 * 1 where that is below the normal float32; value = weight / scale in float32, rounded half to even.
 * Weights that are not finite give undefined.
 */
export function quantizeMatrix(
  weights: Float32Array,
  layout: MatrixLayout,
  limit: number
): Int8Matrix | undefined {
  const largest = magnitudes(weights, layout)
  if (largest === undefined) return undefined
  const scales = largest.map(magnitude => scaleOf(magnitude, limit))
  const values = new Int8Array(weights.length)
  let position = 0
  for (let row = 0; row < layout.rows; row++)
    for (let column = 0; column < layout.columns; column++) {
      const scale = scales[layout.channel === 'row' ? row : column] ?? 1
      values[position] = roundHalfToEven(Math.fround((weights[position] ?? 0) / scale))
      position++
    }
  return { values, scales }
}

/** Rows and columns changed places. */
export function transposed(values: Int8Array, { rows, columns }: MatrixLayout): Int8Array {
  const result = new Int8Array(values.length)
  let position = 0
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[position++] ?? 0
  return result
}
