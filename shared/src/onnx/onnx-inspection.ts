import { BinaryReader, WireType } from '@bufbuild/protobuf/wire'
import { unreadable } from './model-errors.js'

/** What can be learnt from an ONNX file without decoding its weights. */
export interface OnnxInspection {
  readonly metadata: ReadonlyMap<string, string>
  /** Weights lie in a file beside the model. */
  readonly externalData: boolean
  readonly irVersion: number
  /** Imported operator sets: domain to version, '' = the standard one (ai.onnx). */
  readonly opsets: ReadonlyMap<string, number>
  /** How often each operator occurs, in subgraphs and functions too; those of other domains as `domain.Operator`. */
  readonly operators: ReadonlyMap<string, number>
}

type Message = 'model' | 'graph' | 'function' | 'node' | 'attribute' | 'tensor' | 'property' | 'opset'

/** Fields by number that hold messages worth entering; all others are skipped. */
const ENTERED: Readonly<Record<Message, Readonly<Record<number, Message>>>> = {
  model: { 7: 'graph', 8: 'opset', 14: 'property', 25: 'function' },
  graph: { 1: 'node', 5: 'tensor' },
  function: { 7: 'node' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph' },
  tensor: {},
  property: {},
  opset: {}
}

const IR_VERSION_FIELD = 1
const OPERATOR_FIELD = 4
const DOMAIN_FIELD = 7
const EXTERNAL_DATA_FIELD = 13
const GRAPH_FIELD = 7
const MAX_DEPTH = 64
const MAX_ENTRIES = 10_000

/** The standard operators go by two names. */
const standard = (domain: string): string => (domain === 'ai.onnx' ? '' : domain)

class Inspector {
  readonly metadata = new Map<string, string>()
  readonly opsets = new Map<string, number>()
  readonly operators = new Map<string, number>()
  externalData = false
  graphs = 0
  irVersion = 0
  readonly #reader: BinaryReader

  constructor(bytes: Uint8Array) {
    this.#reader = new BinaryReader(bytes)
  }

  message(kind: Message, end: number, depth = 0): void {
    if (depth > MAX_DEPTH) throw new RangeError('nested too deeply')
    let [operator, domain] = ['', '']
    while (this.#reader.pos < end) {
      const [field, wireType] = this.#reader.tag()
      const delimited = wireType === WireType.LengthDelimited
      if (kind === 'tensor' && field === EXTERNAL_DATA_FIELD) this.externalData = true
      if (kind === 'model' && field === GRAPH_FIELD && delimited) this.graphs++
      const entered = delimited ? ENTERED[kind][field] : undefined
      if (entered !== undefined) this.#enter(entered, end, depth)
      else if (kind === 'node' && delimited && field === OPERATOR_FIELD) operator = this.#reader.string()
      else if (kind === 'node' && delimited && field === DOMAIN_FIELD) domain = this.#reader.string()
      else if (kind === 'model' && wireType === WireType.Varint && field === IR_VERSION_FIELD)
        this.irVersion = Number(this.#reader.int64())
      else this.#reader.skip(wireType, field)
    }
    if (this.#reader.pos !== end) throw new RangeError('a message ends inside a field')
    if (kind === 'node') this.#count(operator, standard(domain))
  }

  #enter(kind: Message, outerEnd: number, depth: number): void {
    const length = this.#reader.uint32()
    const end = this.#reader.pos + length
    if (end > outerEnd) throw new RangeError('a message is longer than the one around it')
    if (kind === 'property') this.#property(end)
    else if (kind === 'opset') this.#opset(end)
    else this.message(kind, end, depth + 1)
  }

  #count(operator: string, domain: string): void {
    const name = domain === '' ? operator : `${domain}.${operator}`
    const count = this.operators.get(name)
    if (count !== undefined || this.operators.size < MAX_ENTRIES) this.operators.set(name, (count ?? 0) + 1)
  }

  #property(end: number): void {
    let [key, value] = ['', '']
    while (this.#reader.pos < end) {
      const [field, wireType] = this.#reader.tag()
      if (field === 1 && wireType === WireType.LengthDelimited) key = this.#reader.string()
      else if (field === 2 && wireType === WireType.LengthDelimited) value = this.#reader.string()
      else this.#reader.skip(wireType, field)
    }
    if (this.metadata.size < MAX_ENTRIES) this.metadata.set(key, value)
  }

  #opset(end: number): void {
    let [domain, version] = ['', 0]
    while (this.#reader.pos < end) {
      const [field, wireType] = this.#reader.tag()
      if (field === 1 && wireType === WireType.LengthDelimited) domain = this.#reader.string()
      else if (field === 2 && wireType === WireType.Varint) version = Number(this.#reader.int64())
      else this.#reader.skip(wireType, field)
    }
    if (this.opsets.size < MAX_ENTRIES) this.opsets.set(standard(domain), version)
  }
}

/** Reads metadata, versions and operators of an ONNX file; other bytes are a `UserError` with code `model-unreadable`. */
export function inspectOnnx(bytes: Uint8Array): OnnxInspection {
  try {
    const inspector = new Inspector(bytes)
    inspector.message('model', bytes.length)
    if (inspector.graphs !== 1) throw new RangeError(`there are ${inspector.graphs} graphs`)
    const { metadata, externalData, irVersion, opsets, operators } = inspector
    return { metadata, externalData, irVersion, opsets, operators }
  } catch (cause) {
    throw unreadable('model.onnx: not a readable ONNX file', {
      hint: 'write the model as one .onnx file (protobuf)',
      cause
    })
  }
}
