import type { InferenceSession } from 'onnxruntime-node'
import { unsupported } from '../../onnx/model-errors.js'

type Metadata = InferenceSession.ValueMetadata
type TensorMetadata = InferenceSession.TensorValueMetadata

/** The outputs to fetch, by name. */
export interface ModelOutputs {
  readonly scores: string
  readonly labels?: string
  /** The number of scores per row where the file says so. */
  readonly width: number | null
}

const SCORE_TYPES: ReadonlySet<string> = new Set(['float32', 'float64'])
const LABEL_TYPES: ReadonlySet<string> = new Set(['int64', 'int32', 'string'])
const HINT = 'export one float output [N, scores], or label and probabilities'

function tensorsOf(metadata: readonly Metadata[]): TensorMetadata[] {
  return metadata.map(value => {
    if (value.isTensor) return value
    throw unsupported(
      `model.onnx: output '${value.name.slice(0, 100)}' is a list of maps, not a tensor`,
      'convert the classifier with the option zipmap=False'
    )
  })
}

/** The only one, or among several the one with the usual name. */
function pick(candidates: readonly TensorMetadata[], usual: RegExp): TensorMetadata | undefined {
  if (candidates.length === 1) return candidates[0]
  const named = candidates.filter(({ name }) => usual.test(name))
  return named.length === 1 ? named[0] : undefined
}

function width({ shape }: TensorMetadata): number | null {
  const last = shape[1]
  if (shape.length < 2) return 1
  return typeof last === 'number' ? last : null
}

/**
 * Finds out what to fetch: one float tensor of scores, and the labels if there are any.
 * Lists of maps and outputs that leave it open which are the scores are `UserError`s with code `model-unsupported`.
 */
export function readOutputs(metadata: readonly Metadata[]): ModelOutputs {
  const tensors = tensorsOf(metadata)
  const floats = tensors.filter(({ type }) => SCORE_TYPES.has(type))
  const scores = pick(floats, /^(?:output_)?probabilit(?:y|ies)$/)
  if (scores === undefined) {
    const names = tensors.map(({ name, type }) => `${name.slice(0, 40)} (${type})`).slice(0, 10)
    throw unsupported(
      `model.onnx: which output holds the scores is unclear: ${names.join(', ') || 'there is none'}`,
      HINT
    )
  }
  if (scores.shape.length > 2)
    throw unsupported(
      `model.onnx: output '${scores.name.slice(0, 100)}' has ${scores.shape.length} dimensions`,
      HINT
    )
  const labels = pick(
    tensors.filter(({ type }) => LABEL_TYPES.has(type)),
    /^(?:output_)?label$/
  )
  return {
    scores: scores.name,
    width: width(scores),
    ...(labels === undefined ? {} : { labels: labels.name })
  }
}
