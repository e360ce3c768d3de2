import type { InferenceSession, Tensor } from 'onnxruntime-node'
import type { ModelSignature } from '../../domain/records/model-signature.js'
import { unsupported } from '../../onnx/model-errors.js'
import { readSignature } from '../../onnx/signature-metadata.js'
import type { LoadedModel, Scores } from '../../ports/inference-runtime.js'
import type { FeatureMatrix } from '../../tables/feature-matrix.js'
import { batches, feedsOf, type Batch } from './batch-feeds.js'
import { readLabels, readScores, type BatchScores } from './batch-results.js'
import { checkFeatures } from './feature-check.js'
import { readInputs, type ModelInputs } from './model-inputs.js'
import { readOutputs, type ModelOutputs } from './model-outputs.js'
import type { NativeRuntime } from './native-runtime.js'
import { runSession } from './run-session.js'

interface Parts {
  readonly runtime: Pick<NativeRuntime, 'Tensor'>
  readonly session: InferenceSession
  readonly metadata: ReadonlyMap<string, string>
  readonly batchRows: number
}

function joinBatches(rows: number, parts: readonly BatchScores[], outputs: number): Scores {
  const values = new Float32Array(rows * outputs)
  let position = 0
  for (const part of parts) {
    if (part.outputs !== outputs)
      throw unsupported(
        'model.onnx: the number of scores changes between rows',
        'export a fixed number of scores'
      )
    values.set(part.values, position)
    position += part.values.length
  }
  const labels = parts.flatMap(part => part.labels ?? [])
  return { rows, outputs, values, ...(labels.length === rows && rows > 0 ? { labels } : {}) }
}

/** An open onnxruntime session behind the port; rows are scored in batches. */
export class LoadedOnnxModel implements LoadedModel {
  readonly metadata: ReadonlyMap<string, string>
  readonly #parts: Parts
  readonly #inputs: ModelInputs
  readonly #outputs: ModelOutputs
  readonly #signature: ModelSignature | undefined

  /** Inputs or outputs that cannot be understood are a `UserError` with code `model-unsupported`. */
  constructor(parts: Parts) {
    this.metadata = parts.metadata
    this.#parts = parts
    this.#inputs = readInputs(parts.session.inputMetadata)
    this.#outputs = readOutputs(parts.session.outputMetadata)
    this.#signature = readSignature(parts.metadata)
  }

  async score(features: FeatureMatrix): Promise<Scores> {
    checkFeatures(features, this.#inputs, this.#signature)
    const limit = { most: this.#parts.batchRows, fixed: this.#inputs.fixedRows }
    const results: BatchScores[] = []
    for (const batch of batches(features.rows, limit)) results.push(await this.#scoreBatch(features, batch))
    return joinBatches(features.rows, results, results[0]?.outputs ?? this.#outputs.width ?? 1)
  }

  async close(): Promise<void> {
    await this.#parts.session.release()
  }

  async #scoreBatch(features: FeatureMatrix, batch: Batch): Promise<BatchScores> {
    const { scores, labels } = this.#outputs
    const feeds = feedsOf(this.#parts.runtime, { features, inputs: this.#inputs }, batch)
    const results = await runSession(
      this.#parts.session,
      feeds,
      labels === undefined ? [scores] : [scores, labels]
    )
    const result = (name: string): Tensor => {
      const tensor = results[name]
      if (tensor === undefined) throw new Error(`onnxruntime gave no output '${name}'`)
      return tensor
    }
    return {
      ...readScores(result(scores), batch),
      ...(labels === undefined ? {} : { labels: readLabels(result(labels), batch) })
    }
  }
}
