import { WireType } from '@bufbuild/protobuf/wire'
import { elementType } from '../graph/element-type.js'
import { tensorField } from './onnx-fields.js'
import { contentOf, fieldsOf, integerOf, textOf } from './wire-fields.js'

/** A constant of a model; its values are read when they are asked for. */
export interface TensorView {
  readonly bytes: Uint8Array
  readonly name: string
  /** As numbered by the ONNX format. */
  readonly elementType: number
  readonly dims: readonly number[]
}

const MAX_DIMENSIONS = 64

/** Integers one by one or packed. */
function* integers(bytes: Uint8Array): Generator<number> {
  let start = 0
  for (let index = 0; index < bytes.length; index++) {
    if ((bytes[index] ?? 0) >= 0x80) continue
    yield integerOf(bytes, { number: 0, wireType: WireType.Varint, start, content: start, end: index + 1 })
    start = index + 1
  }
}

/** A tensor of impossible dimensions is a `RangeError`. */
export function readTensor(bytes: Uint8Array): TensorView {
  const tensor = { name: '', elementType: 0 }
  const dims: number[] = []
  for (const field of fieldsOf(bytes)) {
    if (field.number === tensorField.name) tensor.name = textOf(bytes, field)
    else if (field.number === tensorField.elementType) tensor.elementType = integerOf(bytes, field)
    else if (field.number === tensorField.dims)
      for (const size of integers(contentOf(bytes, field))) {
        if (!(size >= 0) || dims.length >= MAX_DIMENSIONS) throw new RangeError('a tensor has no shape')
        dims.push(size)
      }
  }
  return { bytes, ...tensor, dims }
}

const SIZE = Float32Array.BYTES_PER_ELEMENT

function rawDataOf(bytes: Uint8Array): Uint8Array {
  let raw = bytes.subarray(0, 0)
  for (const field of fieldsOf(bytes)) if (field.number === tensorField.rawData) raw = contentOf(bytes, field)
  return raw
}

/** The bytes of numbers written one by one or packed; the rest of `length` stays 0, what is beyond is only counted. */
function floatDataOf(
  bytes: Uint8Array,
  length: number
): { data: Uint8Array<ArrayBuffer>; available: number } {
  const data = new Uint8Array(length)
  let available = 0
  for (const field of fieldsOf(bytes)) {
    if (field.number !== tensorField.floatData) continue
    const end = available + field.end - field.content
    if (end <= length) data.set(contentOf(bytes, field), available)
    available = end
  }
  return { data, available }
}

/**
 * The numbers of a float32 tensor, in a view of the file where they are aligned.
 * Another number of them than its shape says is a `RangeError`.
 */
export function float32ValuesOf({ bytes, dims, elementType: type }: TensorView): Float32Array {
  if (type !== elementType.float32) throw new TypeError('not a float32 tensor')
  const numbers = dims.reduce((product, length) => product * length, 1)
  const wrong = (available: number): RangeError =>
    new RangeError(`a tensor of ${numbers} numbers has ${available} bytes`)
  if (numbers * SIZE > bytes.length) throw wrong(bytes.length)
  const raw = rawDataOf(bytes)
  if (raw.length === 0) {
    const { data, available } = floatDataOf(bytes, numbers * SIZE)
    if (available !== data.length) throw wrong(available)
    return new Float32Array(data.buffer)
  }
  if (raw.length !== numbers * SIZE) throw wrong(raw.length)
  if (raw.byteOffset % SIZE === 0) return new Float32Array(raw.buffer, raw.byteOffset, numbers)
  return new Float32Array(Uint8Array.from(raw).buffer)
}
