import { unreadable } from './model-errors.js'
import type { SafeTensor, TensorType } from './safetensors.js'

type Tensors = ReadonlyMap<string, SafeTensor>

/** A length that must match, or null where any length will do. */
type ExpectedShape = readonly (number | null)[]

/** The bytes of a tensor in a buffer of their own, because views of numbers must be aligned. */
function bytesOf(
  tensors: Tensors,
  name: string,
  wanted: { type: TensorType; shape: ExpectedShape }
): ArrayBuffer {
  const tensor = tensors.get(name)
  if (tensor === undefined) {
    if (wanted.shape.includes(0)) return new ArrayBuffer(0)
    throw unreadable(`model.safetensors: tensor '${name}' is missing`)
  }
  const { type, shape, bytes } = tensor
  const fits =
    shape.length === wanted.shape.length &&
    wanted.shape.every((length, axis) => length === null || length === shape[axis])
  if (type !== wanted.type || !fits) {
    const expected = wanted.shape.map(length => length ?? '?').join(', ')
    throw unreadable(
      `model.safetensors: tensor '${name}' is ${type} [${shape.join(', ')}], not ${wanted.type} [${expected}]`
    )
  }
  return Uint8Array.from(bytes).buffer
}

/** The values of an F32 tensor; a missing one with an empty shape is empty. Else `UserError` `model-unreadable`. */
export const float32Values = (tensors: Tensors, name: string, shape: ExpectedShape): Float32Array =>
  new Float32Array(bytesOf(tensors, name, { type: 'F32', shape }))

/** The values of an F64 tensor; see {@link float32Values}. */
export const float64Values = (tensors: Tensors, name: string, shape: ExpectedShape): Float64Array =>
  new Float64Array(bytesOf(tensors, name, { type: 'F64', shape }))

/** The values of an I32 tensor; see {@link float32Values}. */
export const int32Values = (tensors: Tensors, name: string, shape: ExpectedShape): Int32Array =>
  new Int32Array(bytesOf(tensors, name, { type: 'I32', shape }))

/** The values of a U8 tensor; see {@link float32Values}. */
export const uint8Values = (tensors: Tensors, name: string, shape: ExpectedShape): Uint8Array =>
  new Uint8Array(bytesOf(tensors, name, { type: 'U8', shape }))
