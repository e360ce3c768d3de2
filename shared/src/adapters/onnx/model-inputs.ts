import type { InferenceSession } from 'onnxruntime-node'
import { unsupported } from '../../onnx/model-errors.js'

type Metadata = InferenceSession.ValueMetadata
type TensorMetadata = InferenceSession.TensorValueMetadata

/** One input [rows, width]; null = any. */
export interface ModelInput {
  readonly name: string
  readonly type: 'float32' | 'float64' | 'string'
  readonly rows: number | null
  readonly width: number | null
}

/** What a model takes: numbers, texts or both. */
export interface ModelInputs {
  readonly numeric?: ModelInput
  readonly categorical?: ModelInput
  /** The number of rows each run must have, null = any. */
  readonly fixedRows: number | null
}

const HINT = 'export the model with one float input [N, features]'

const size = (dimension: number | string | undefined): number | null =>
  typeof dimension === 'number' ? dimension : null

function readInput({ name, type, shape }: TensorMetadata): ModelInput {
  const label = `model.onnx: input '${name.slice(0, 100)}'`
  if (type !== 'float32' && type !== 'float64' && type !== 'string')
    throw unsupported(`${label} takes ${type}`, HINT)
  if (shape.length !== 2) throw unsupported(`${label} has ${shape.length} dimensions, not 2`, HINT)
  return { name, type, rows: size(shape[0]), width: size(shape[1]) }
}

function fixedRows(inputs: readonly ModelInput[]): number | null {
  const fixed = new Set(inputs.flatMap(({ rows }) => (rows === null ? [] : [rows])))
  if (fixed.size > 1 || fixed.has(0))
    throw unsupported('model.onnx: the inputs want different numbers of rows', HINT)
  const [rows] = fixed
  return rows ?? null
}

/**
 * Finds out what to feed: one float tensor, one text tensor, or one of each, all of two dimensions.
 * Anything else is a `UserError` with code `model-unsupported`.
 */
export function readInputs(metadata: readonly Metadata[]): ModelInputs {
  const inputs = metadata.map(value => {
    if (!value.isTensor)
      throw unsupported(`model.onnx: input '${value.name.slice(0, 100)}' is no tensor`, HINT)
    return readInput(value)
  })
  const categorical = inputs.filter(({ type }) => type === 'string')
  const numeric = inputs.filter(({ type }) => type !== 'string')
  if (inputs.length === 0 || numeric.length > 1 || categorical.length > 1)
    throw unsupported(`model.onnx: it takes ${inputs.length} separate inputs`, HINT)
  const [numbers] = numeric
  const [texts] = categorical
  return {
    ...(numbers === undefined ? {} : { numeric: numbers }),
    ...(texts === undefined ? {} : { categorical: texts }),
    fixedRows: fixedRows(inputs)
  }
}
