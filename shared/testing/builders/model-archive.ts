import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import type { ModelManifest } from '../../src/domain/records/model-manifest.js'

/** A gzipped tar of these files. */
export async function archiveOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<Uint8Array> {
  const archive = pack()
  for (const [name, content] of Object.entries(files)) archive.entry({ name }, Buffer.from(content))
  archive.finalize()
  const chunks: Uint8Array[] = []
  for await (const chunk of archive as AsyncIterable<Uint8Array>) chunks.push(chunk)
  return new Uint8Array(gzipSync(Buffer.concat(chunks)))
}

type Link = 'identity' | 'logistic'

interface LinearModel {
  /** Default `['x']`. */
  readonly features?: readonly string[]
  /** One per feature; default 1 each. */
  readonly weights?: readonly number[]
  readonly intercept?: number
  /** Added to what the model claims its library predicted. */
  readonly parityError?: number
  readonly target?: string
  readonly classes?: readonly [string, string]
  readonly manifest?: Partial<ModelManifest>
}

/** A regression `weights · features + intercept`, in the kit's format, with five parity rows. */
export const regressionArchive = (model: LinearModel = {}): Promise<Uint8Array> =>
  linearArchive('identity', model)

/** A classifier that says the second class (default `no`, `yes`) where `weights · features + intercept` is above 0. */
export const classifierArchive = (model: LinearModel = {}): Promise<Uint8Array> =>
  linearArchive('logistic', model)

const PARITY_INPUTS = [-2, -1, 0.5, 1, 2]

async function linearArchive(link: Link, model: LinearModel): Promise<Uint8Array> {
  return archiveOf({
    'manifest.json': JSON.stringify(manifestOf(link, model)),
    'model.safetensors': safetensors(tensorsOf(link, model))
  })
}

function manifestOf(link: Link, { features = ['x'], ...model }: LinearModel): ModelManifest {
  const classes = link === 'identity' ? null : [...(model.classes ?? ['no', 'yes'])]
  return {
    schema_version: 1,
    format: 'mlops-model',
    kit_version: '1.0.0',
    task: link === 'identity' ? 'regression' : 'classification',
    algorithm: link === 'identity' ? 'linear_regression' : 'logistic_regression',
    target: model.target ?? 'label',
    engine: { python: '3.11.2', 'scikit-learn': '1.2.1' },
    hyperparameters: {},
    features: features.map(name => ({ name, kind: 'numeric' as const })),
    classes,
    positive_class: classes?.at(-1) ?? null,
    preprocessing: { missing: 'median', scale: 'none', outliers: { method: 'none' }, encode: 'one_hot' },
    model: { kind: 'linear', link },
    rows: { train: 100, used: 100 },
    dataset: { sha256: 'b'.repeat(64) },
    importance: features.map(feature => ({ feature, value: 1 / features.length })),
    parity: { rows: PARITY_INPUTS.length, source: 'real', categorical: [] },
    ...model.manifest
  }
}

interface Tensor {
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float64Array | Float32Array
}

function tensorsOf(link: Link, model: LinearModel): Tensor[] {
  const { features = ['x'], intercept = 0, parityError = 0 } = model
  const weights = model.weights ?? features.map(() => 1)
  const size = features.length
  const sum = weights.reduce((total, weight) => total + weight, 0)
  const predicted = PARITY_INPUTS.flatMap(input => {
    const value = input * sum + intercept
    if (link === 'identity') return [value + parityError]
    const positive = 1 / (1 + Math.exp(-value)) + parityError
    return [1 - positive, positive]
  })
  const outputs = link === 'identity' ? 1 : 2
  const rows = PARITY_INPUTS.length
  const filled = (name: string, value: number): Tensor => ({
    name,
    shape: [size],
    values: new Float32Array(size).fill(value)
  })
  return [
    { name: 'linear.coefficient', shape: [1, size], values: Float64Array.from(weights) },
    { name: 'linear.intercept', shape: [1], values: Float64Array.of(intercept) },
    { name: 'parity.expected', shape: [rows, outputs], values: Float64Array.from(predicted) },
    filled('numeric.fill', 0),
    filled('numeric.lower', -Infinity),
    filled('numeric.upper', Infinity),
    filled('numeric.center', 0),
    filled('numeric.scale', 1),
    {
      name: 'parity.numeric',
      shape: [rows, size],
      values: Float32Array.from(PARITY_INPUTS.flatMap(input => features.map(() => input)))
    }
  ]
}

function safetensors(tensors: readonly Tensor[]): Uint8Array {
  let position = 0
  const header = tensors.map(({ name, shape, values }) => {
    const start = position
    position += values.byteLength
    const dtype = values instanceof Float64Array ? 'F64' : 'F32'
    return [name, { dtype, shape, data_offsets: [start, position] }] as const
  })
  const text = Buffer.from(JSON.stringify(Object.fromEntries(header)))
  const padded = Buffer.concat([text, Buffer.alloc((8 - (text.length % 8)) % 8, ' ')])
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(padded.length))
  const buffers = tensors.map(({ values }) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength)
  )
  return new Uint8Array(Buffer.concat([length, padded, ...buffers]))
}
