import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { unreadable } from './model-errors.js'

/** What can be learnt from an ONNX file without decoding its weights. */
export interface OnnxInspection {
  readonly metadata: ReadonlyMap<string, string>
  /** Weights lie in a file beside the model. */
  readonly externalData: boolean
}

type Message = 'model' | 'graph' | 'function' | 'node' | 'attribute' | 'tensor' | 'property'

/** Fields by number that hold messages worth entering; all others are skipped. */
const ENTERED: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph', 14: 'property', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor' },
  function: { 7: 'node' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph' },
  tensor: {},
  property: {}
}

const EXTERNAL_DATA_FIELD = 13
const GRAPH_FIELD = 7
const MAX_DEPTH = 64
const MAX_PROPERTIES = 10_000

class Inspector {
  readonly metadata = new Map<string, string>()
  externalData = false
  hasGraph = false
  readonly #reader: BinaryReader

  constructor(bytes: Uint8Array) {
    this.#reader = new BinaryReader(bytes)
  }

  message(kind: Message, end: number, depth = 0): void {
    if (depth > MAX_DEPTH) throw new RangeError('nested too deeply')
    while (this.#reader.pos < end) {
      const [field, wireType] = this.#reader.tag()
      if (kind === 'tensor' && field === EXTERNAL_DATA_FIELD) this.externalData = true
      if (kind === 'model' && field === GRAPH_FIELD) this.hasGraph = true
      const entered = wireType === WireType.LengthDelimited ? ENTERED[kind][field] : undefined
      if (entered === undefined) this.#reader.skip(wireType, field)
      else this.#enter(entered, end, depth)
    }
    if (this.#reader.pos !== end) throw new RangeError('a message ends inside a field')
  }

  #enter(kind: Message, outerEnd: number, depth: number): void {
    const length = this.#reader.uint32()
    const end = this.#reader.pos + length
    if (end > outerEnd) throw new RangeError('a message is longer than the one around it')
    if (kind === 'property') this.#property(end)
    else this.message(kind, end, depth + 1)
  }

  #property(end: number): void {
    let [key, value] = ['', '']
    while (this.#reader.pos < end) {
      const [field, wireType] = this.#reader.tag()
      if (field === 1 && wireType === WireType.LengthDelimited) key = this.#reader.string()
      else if (field === 2 && wireType === WireType.LengthDelimited) value = this.#reader.string()
      else this.#reader.skip(wireType, field)
    }
    if (this.metadata.size < MAX_PROPERTIES) this.metadata.set(key, value)
  }
}

/** Reads metadata and the shape of an ONNX file; other bytes are a `UserError` with code `model-unreadable`. */
export function inspectOnnx(bytes: Uint8Array): OnnxInspection {
  try {
    const inspector = new Inspector(bytes)
    inspector.message('model', bytes.length)
    if (!inspector.hasGraph) throw new RangeError('there is no graph')
    return { metadata: inspector.metadata, externalData: inspector.externalData }
  } catch (cause) {
    throw unreadable('model.onnx: not a readable ONNX file', {
      hint: 'write the model as one .onnx file (protobuf)',
      cause
    })
  }
}
