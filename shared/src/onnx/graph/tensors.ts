import { create } from '@bufbuild/protobuf'
import { TensorProtoSchema, type TensorProto } from '../generated/onnx_pb.js'
import { bigints } from './bigints.js'
import { elementType, type ElementType } from './element-type.js'

interface RawTensor {
  readonly name: string
  readonly type: ElementType
  readonly dims: readonly number[]
  readonly bytes: Uint8Array
}

// ONNX raw data is little-endian, as is every platform Node runs on that this product supports.
const raw = ({ name, type, dims, bytes }: RawTensor): TensorProto =>
  create(TensorProtoSchema, { name, dataType: type, dims: bigints(dims), rawData: Uint8Array.from(bytes) })

const bytesOf = (values: Float32Array | Float64Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength)

/** A constant of float32. */
export const float32Tensor = (name: string, values: Float32Array, dims: readonly number[]): TensorProto =>
  raw({ name, type: elementType.float32, dims, bytes: bytesOf(values) })

/** A constant of float64. */
export const float64Tensor = (name: string, values: Float64Array, dims: readonly number[]): TensorProto =>
  raw({ name, type: elementType.float64, dims, bytes: bytesOf(values) })

/** A vector of 64-bit integers. */
export const int64Tensor = (name: string, values: readonly number[]): TensorProto =>
  create(TensorProtoSchema, {
    name,
    dataType: elementType.int64,
    dims: [BigInt(values.length)],
    int64Data: bigints(values)
  })

/** A vector of texts. */
export function textTensor(name: string, values: readonly string[]): TensorProto {
  const utf8 = new TextEncoder()
  return create(TensorProtoSchema, {
    name,
    dataType: elementType.string,
    dims: [BigInt(values.length)],
    stringData: values.map(value => utf8.encode(value))
  })
}
