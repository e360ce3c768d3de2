import { create, toBinary } from '@bufbuild/protobuf'
import {
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto
} from '../generated/onnx_pb.js'
import { float32Tensor, float64Tensor, int64Tensor, textTensor } from './tensors.js'
import type { ElementType } from './element-type.js'

const IR_VERSION = 8n
const OPSET = 17n
const ML_OPSET = 3n
const ML_DOMAIN = 'ai.onnx.ml'

/** A value of the graph under construction, by its name. */
export type Value = string

interface Operation {
  readonly inputs: readonly Value[]
  readonly attributes?: readonly AttributeProto[]
  /** The name of the result; default: a new one. */
  readonly output?: Value
}

/** `null` = any number of rows. */
type Shape = readonly (number | null)[]

function valueInfo(name: string, elemType: ElementType, shape: Shape): ValueInfoProto {
  const dim = shape.map(size =>
    size === null
      ? { value: { case: 'dimParam' as const, value: 'N' } }
      : { value: { case: 'dimValue' as const, value: BigInt(size) } }
  )
  return create(ValueInfoProtoSchema, {
    name,
    type: { value: { case: 'tensorType', value: { elemType, shape: { dim } } } }
  })
}

/** Collects nodes and constants of an ONNX graph (opset 17, ai.onnx.ml 3, IR 8) and writes the file. */
export class GraphBuilder {
  readonly #nodes: NodeProto[] = []
  readonly #constants: TensorProto[] = []
  readonly #inputs: ValueInfoProto[] = []
  readonly #outputs: ValueInfoProto[] = []
  #names = 0

  input(name: string, type: ElementType, shape: Shape): Value {
    this.#inputs.push(valueInfo(name, type, shape))
    return name
  }

  output(name: string, type: ElementType, shape: Shape): Value {
    this.#outputs.push(valueInfo(name, type, shape))
    return name
  }

  /** An operator of the standard set. */
  operator(opType: string, operation: Operation): Value {
    return this.#node('', opType, operation)
  }

  /** An operator of the `ai.onnx.ml` set. */
  mlOperator(opType: string, operation: Operation): Value {
    return this.#node(ML_DOMAIN, opType, operation)
  }

  /** A float32 constant; default shape: a vector. */
  float32(values: Float32Array, dims: readonly number[] = [values.length]): Value {
    return this.#constant(name => float32Tensor(name, values, dims))
  }

  /** A float64 constant; default shape: a vector. */
  float64(values: Float64Array, dims: readonly number[] = [values.length]): Value {
    return this.#constant(name => float64Tensor(name, values, dims))
  }

  /** A vector of 64-bit integers. */
  int64(values: readonly number[]): Value {
    return this.#constant(name => int64Tensor(name, values))
  }

  /** A vector of texts. */
  texts(values: readonly string[]): Value {
    return this.#constant(name => textTensor(name, values))
  }

  /** The file. */
  build(metadata: ReadonlyMap<string, string>): Uint8Array {
    const graph = create(GraphProtoSchema, {
      name: 'model',
      node: this.#nodes,
      initializer: this.#constants,
      input: this.#inputs,
      output: this.#outputs
    })
    const model = create(ModelProtoSchema, {
      irVersion: IR_VERSION,
      producerName: 'mlops-actions',
      graph,
      opsetImport: [
        { domain: '', version: OPSET },
        { domain: ML_DOMAIN, version: ML_OPSET }
      ],
      metadataProps: Array.from(metadata, ([key, value]) => ({ key, value }))
    })
    return toBinary(ModelProtoSchema, model)
  }

  #node(domain: string, opType: string, operation: Operation): Value {
    const output = operation.output ?? this.#fresh(opType)
    this.#nodes.push(
      create(NodeProtoSchema, {
        domain,
        opType,
        name: output,
        input: [...operation.inputs],
        output: [output],
        attribute: [...(operation.attributes ?? [])]
      })
    )
    return output
  }

  #constant(make: (name: Value) => TensorProto): Value {
    const name = this.#fresh('constant')
    this.#constants.push(make(name))
    return name
  }

  #fresh(stem: string): Value {
    this.#names += 1
    return `${stem.toLowerCase()}_${this.#names}`
  }
}
