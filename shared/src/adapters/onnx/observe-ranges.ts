import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ModelSignature } from '../../domain/records/model-signature.js'
import { unsupported } from '../../onnx/model-errors.js'
import type { ValueRange } from '../../ports/inference-runtime.js'
import type { FeatureMatrix } from '../../tables/feature-matrix.js'
import { batches, feedsOf, type Batch } from './batch-feeds.js'
import { checkFeatures } from './feature-check.js'
import { readInputs } from './model-inputs.js'
import type { NativeRuntime } from './native-runtime.js'
import { runSession } from './run-session.js'

interface Parts {
  readonly runtime: Pick<NativeRuntime, 'Tensor'>
  /** Of a model with the tensors among its outputs. */
  readonly session: InferenceSession
  readonly signature: ModelSignature | undefined
  readonly batchRows: number
}

/** The numbers of the rows of a batch, without those of filler rows. */
function numbersOf(tensor: Tensor, { from, to, size }: Batch): Float32Array {
  const { data, dims } = tensor
  if (!(data instanceof Float32Array))
    throw unsupported(`model.onnx: a tensor to observe came as ${tensor.type}`, 'only float32 is calibrated')
  return dims[0] === size ? data.subarray(0, (data.length / size) * (to - from)) : data
}

function widened(range: ValueRange | undefined, values: Float32Array): ValueRange | undefined {
  let { min, max } = range ?? { min: Infinity, max: -Infinity }
  for (const value of values) {
    if (value < min) min = value
    if (value > max) max = value
  }
  return min <= max ? { min, max } : range
}

/** The range of each tensor over all rows; tensors without a number are left out. */
export async function observeRanges(
  { runtime, session, signature, batchRows }: Parts,
  features: FeatureMatrix,
  tensors: readonly string[]
): Promise<ReadonlyMap<string, ValueRange>> {
  const inputs = readInputs(session.inputMetadata)
  checkFeatures(features, inputs, signature)
  const ranges = new Map<string, ValueRange>()
  for (const batch of batches(features.rows, { most: batchRows, fixed: inputs.fixedRows })) {
    const feeds = feedsOf(runtime, { features, inputs }, batch)
    const results = new Map(Object.entries(await runSession(session, feeds, [...tensors])))
    for (const [name, tensor] of results) {
      const range = widened(ranges.get(name), numbersOf(tensor, batch))
      if (range !== undefined) ranges.set(name, range)
    }
  }
  return ranges
}
