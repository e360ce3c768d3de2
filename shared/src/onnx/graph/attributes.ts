import { create } from '@bufbuild/protobuf'
import { AttributeProtoSchema, type AttributeProto } from '../generated/onnx_pb.js'
import { bigints } from './bigints.js'

/** Kinds of attributes, as numbered by the ONNX format. */
const attributeType = { int: 2, string: 3, floats: 6, ints: 7, strings: 8 } as const

const utf8 = new TextEncoder()

/** An integer attribute. */
export const int = (name: string, value: number): AttributeProto =>
  create(AttributeProtoSchema, { name, type: attributeType.int, i: BigInt(value) })

/** A text attribute. */
export const text = (name: string, value: string): AttributeProto =>
  create(AttributeProtoSchema, { name, type: attributeType.string, s: utf8.encode(value) })

/** A list of float32. */
export const floats = (name: string, values: Float32Array): AttributeProto =>
  create(AttributeProtoSchema, { name, type: attributeType.floats, floats: Array.from(values) })

/** A list of integers. */
export const ints = (name: string, values: Int32Array | Uint8Array): AttributeProto =>
  create(AttributeProtoSchema, { name, type: attributeType.ints, ints: bigints(values) })

/** A list of texts; equal texts are encoded once. */
export function texts(name: string, values: readonly string[]): AttributeProto {
  const encoded = new Map<string, Uint8Array<ArrayBuffer>>()
  const strings = values.map(value => {
    const known = encoded.get(value)
    if (known !== undefined) return known
    const bytes = utf8.encode(value)
    encoded.set(value, bytes)
    return bytes
  })
  return create(AttributeProtoSchema, { name, type: attributeType.strings, strings })
}
