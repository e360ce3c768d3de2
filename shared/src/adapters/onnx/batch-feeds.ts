import type { Tensor } from 'onnxruntime-node'
import type { FeatureMatrix } from '../../tables/feature-matrix.js'
import type { ModelInputs } from './model-inputs.js'
import type { NativeRuntime } from './native-runtime.js'

/** Rows `from` up to `to` (exclusive) of a matrix, to be fed as `size` rows; rows beyond `to` are filler. */
export interface Batch {
  readonly from: number
  readonly to: number
  readonly size: number
}

/** Cuts rows into batches; a model with a fixed number of rows gets a padded last one. */
export function* batches(rows: number, limit: { most: number; fixed: number | null }): Generator<Batch> {
  const step = limit.fixed ?? limit.most
  for (let from = 0; from < rows; from += step) {
    const to = Math.min(rows, from + step)
    yield { from, to, size: limit.fixed ?? to - from }
  }
}

function numbers(features: FeatureMatrix, { from, to, size }: Batch): Float32Array {
  const width = features.numericNames.length
  const rows = features.numeric.subarray(from * width, to * width)
  if (size === to - from) return rows
  const padded = new Float32Array(size * width)
  padded.set(rows)
  return padded
}

function texts(features: FeatureMatrix, { from, to, size }: Batch): string[] {
  const width = features.categoricalNames.length
  const rows = features.categorical.slice(from * width, to * width)
  while (rows.length < size * width) rows.push('')
  return rows
}

/** The tensors of one batch, by input name. */
export function feedsOf(
  { Tensor: NativeTensor }: Pick<NativeRuntime, 'Tensor'>,
  source: { readonly features: FeatureMatrix; readonly inputs: ModelInputs },
  batch: Batch
): Record<string, Tensor> {
  const { features, inputs } = source
  const feeds: [string, Tensor][] = []
  if (inputs.numeric !== undefined) {
    const dims = [batch.size, features.numericNames.length]
    const values = numbers(features, batch)
    const tensor =
      inputs.numeric.type === 'float64'
        ? new NativeTensor('float64', Float64Array.from(values), dims)
        : new NativeTensor('float32', values, dims)
    feeds.push([inputs.numeric.name, tensor])
  }
  if (inputs.categorical !== undefined) {
    const dims = [batch.size, features.categoricalNames.length]
    feeds.push([inputs.categorical.name, new NativeTensor('string', texts(features, batch), dims)])
  }
  return Object.fromEntries(feeds)
}
