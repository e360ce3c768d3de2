import type { Tensor } from 'onnxruntime-node'
import { unsupported } from '../../onnx/model-errors.js'
import type { Batch } from './batch-feeds.js'

/** Scores of one batch, without filler rows. */
export interface BatchScores {
  readonly outputs: number
  readonly values: Float32Array
  readonly labels?: readonly string[]
}

function float32(tensor: Tensor): Float32Array {
  const { data } = tensor
  if (data instanceof Float32Array) return data
  if (data instanceof Float64Array) return Float32Array.from(data)
  throw unsupported(`model.onnx: the scores came as ${tensor.type}`, 'export them as float')
}

const malformed = (what: string, { dims }: Tensor, rows: number): Error =>
  unsupported(
    `model.onnx: ${what} of shape [${dims.join(', ')}] for ${rows} rows`,
    'export one float output [N, scores], or label [N] and probabilities [N, classes]'
  )

/** The scores as rows × outputs; a vector is one output. */
export function readScores(tensor: Tensor, { from, to, size }: Batch): Omit<BatchScores, 'labels'> {
  const values = float32(tensor)
  const [rows, outputs = 1, ...rest] = tensor.dims
  if (rows !== size || outputs === 0 || rest.length > 0) throw malformed('scores', tensor, size)
  return { outputs, values: values.subarray(0, (to - from) * outputs) }
}

/** The label of each row as text. */
export function readLabels(tensor: Tensor, { from, to, size }: Batch): string[] {
  const { data } = tensor
  if (data.length !== size) throw malformed('labels', tensor, size)
  return Array.from(data.slice(0, to - from) as ArrayLike<unknown>, String)
}
