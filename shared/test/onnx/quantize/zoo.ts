import { clearField, create, toBinary, type MessageInitShape } from '@bufbuild/protobuf'
import {
  AttributeProtoSchema,
  GraphProtoSchema,
  NodeProtoSchema,
  TensorProtoSchema,
  TypeProtoSchema,
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type TypeProto
} from '../../../src/onnx/generated/onnx_pb.js'
import { elementType } from '../../../src/onnx/graph/element-type.js'
import { GraphBuilder } from '../../../src/onnx/graph/graph-builder.js'
import { fieldAround, joined } from '../../../src/onnx/rewrite/wire-fields.js'
import { edited } from '../../adapters/onnx/user-models.js'
import { numbersFrom } from '../mlp.js'

/** `y = x · w` for x [N, 32] and weights w [32, 24], as a converter writes it. */
export const RANDOM_WEIGHTS = new Float32Array(32 * 24).map(numbersFrom(7))

const input = (graph: GraphBuilder): string => graph.input('x', elementType.float32, [null, 32])

function finished(graph: GraphBuilder, columns = 24): Uint8Array {
  graph.output('y', elementType.float32, [null, columns])
  return graph.build(new Map())
}

export function productModel(): Uint8Array {
  const graph = new GraphBuilder()
  const weights = graph.float32(RANDOM_WEIGHTS, [32, 24])
  graph.operator('MatMul', { inputs: [input(graph), weights], output: 'y' })
  return finished(graph)
}

export function graphOf(model: ModelProto): GraphProto {
  if (model.graph === undefined) throw new Error('no graph')
  return model.graph
}

export function firstOf<T>(items: readonly T[]): T {
  const [first] = items
  if (first === undefined) throw new Error('there is none')
  return first
}

/** The same model with its weights changed. */
export const withWeights = (change: (weights: TensorProto) => void): Uint8Array =>
  edited(productModel(), model => change(firstOf(graphOf(model).initializer)))

export const node = (opType: string, inputs: string[], outputs: string[]): NodeProto =>
  create(NodeProtoSchema, { opType, input: inputs, output: outputs })

const attribute = (name: string, value: MessageInitShape<typeof AttributeProtoSchema>): AttributeProto =>
  create(AttributeProtoSchema, { name, ...value })

/** The weights come from a Constant node, and shape inference noted their shape. */
export const constantNodeModel = (): Uint8Array =>
  edited(productModel(), model => {
    const graph = graphOf(model)
    const weights = firstOf(graph.initializer)
    const constant = node('Constant', [], [weights.name])
    constant.attribute = [attribute('value', { type: 4, t: { ...weights, name: '' } })]
    graph.initializer = []
    graph.node.unshift(constant)
    graph.valueInfo.push({ ...firstOf(graph.output), name: weights.name, type: typeOf([32, 24]) })
  })

function typeOf(dims: readonly number[]): TypeProto {
  const dim = dims.map(size => ({ value: { case: 'dimValue' as const, value: BigInt(size) } }))
  const tensor = { elemType: elementType.float32, shape: { dim } }
  return create(TypeProtoSchema, { value: { case: 'tensorType', value: tensor } })
}

/** The numbers lie one by one in float_data. */
export const floatDataModel = (): Uint8Array =>
  withWeights(weights => {
    clearField(weights, TensorProtoSchema.field.rawData)
    weights.floatData = Array.from(RANDOM_WEIGHTS)
  })

/** Two products by the same weights: `y = (x · w) + (relu(x) · w)`. */
export function sharedWeightsModel(): Uint8Array {
  const graph = new GraphBuilder()
  const x = input(graph)
  const weights = graph.float32(RANDOM_WEIGHTS, [32, 24])
  const positive = graph.operator('Relu', { inputs: [x] })
  const first = graph.operator('MatMul', { inputs: [x, weights] })
  const second = graph.operator('MatMul', { inputs: [positive, weights] })
  graph.operator('Add', { inputs: [first, second], output: 'y' })
  return finished(graph)
}

/** Two products of the same activation: `y = (x · v) + (x · w)`. */
export function sharedActivationModel(): Uint8Array {
  const graph = new GraphBuilder()
  const x = input(graph)
  const products = [RANDOM_WEIGHTS, RANDOM_WEIGHTS.map(value => value / 2)].map(weights =>
    graph.operator('MatMul', { inputs: [x, graph.float32(weights, [32, 24])] })
  )
  graph.operator('Add', { inputs: products, output: 'y' })
  return finished(graph)
}

/** The same weights in both directions: `y = (x · w) · wᵀ`. */
export function bothDirectionsModel(): Uint8Array {
  const graph = new GraphBuilder()
  const x = input(graph)
  const weights = graph.float32(RANDOM_WEIGHTS, [32, 24])
  const there = graph.operator('MatMul', { inputs: [x, weights] })
  graph.operator('Gemm', {
    inputs: [there, weights],
    attributes: [attribute('transB', { type: 2, i: 1n })],
    output: 'y'
  })
  return finished(graph, 32)
}

/** `y = x · w` where the weights are read by another operator too. */
export function weightsUsedTwiceModel(): Uint8Array {
  const graph = new GraphBuilder()
  const x = input(graph)
  const weights = graph.float32(RANDOM_WEIGHTS, [32, 24])
  const product = graph.operator('MatMul', { inputs: [x, weights] })
  const largest = graph.operator('ReduceMax', { inputs: [weights] })
  graph.operator('Add', { inputs: [product, largest], output: 'y' })
  return finished(graph)
}

/** `if (true) x · v else x`, where the branch multiplies by weights of its own or by the outer ones. */
export function branchModel(weights: 'own' | 'outer'): Uint8Array {
  return edited(productModel(), model => {
    const graph = graphOf(model)
    const outer = firstOf(graph.initializer)
    const own = { ...outer, name: 'own' }
    const branch = create(GraphProtoSchema, {
      name: 'branch',
      node: [node('MatMul', ['x', weights === 'own' ? 'own' : outer.name], ['inner'])],
      initializer: weights === 'own' ? [own] : [],
      output: [{ name: 'inner' }]
    })
    const condition = create(TensorProtoSchema, { name: 'yes', dataType: 9, rawData: Uint8Array.of(1) })
    const choice = node('If', ['yes'], ['chosen'])
    choice.attribute = [
      attribute('then_branch', { type: 5, g: branch }),
      attribute('else_branch', {
        type: 5,
        g: {
          ...branch,
          node: branch.node.map(inner => ({ ...inner, output: ['other'] })),
          output: [{ ...firstOf(branch.output), name: 'other' }]
        }
      })
    ]
    graph.initializer.push(condition)
    const product = firstOf(graph.node)
    product.output = ['plain']
    graph.node.push(choice, node('Add', ['plain', 'chosen'], ['y']))
  })
}

/** `y = x · w` through a function of the model that holds the weights. */
export function functionModel(): Uint8Array {
  const utf8 = new TextEncoder()
  const text = (field: number, value: string): Uint8Array[] => fieldAround(field, [utf8.encode(value)])
  const model = edited(productModel(), ({ graph, opsetImport }) => {
    const call = firstOf(graph?.node ?? [])
    Object.assign(call, { opType: 'Dot', domain: 'mine' })
    opsetImport.push({ ...firstOf(opsetImport), domain: 'mine', version: 1n })
  })
  const body = toBinary(NodeProtoSchema, node('MatMul', ['a', 'b'], ['c']))
  const version = Uint8Array.of(0x10, 17)
  const definition = [
    ...text(1, 'Dot'),
    ...text(4, 'a'),
    ...text(4, 'b'),
    ...text(5, 'c'),
    ...fieldAround(7, [body]),
    ...fieldAround(9, [...text(1, ''), version]),
    ...text(10, 'mine')
  ]
  return joined([model, ...fieldAround(25, definition)])
}
