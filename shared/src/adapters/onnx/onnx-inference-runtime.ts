import type { InferenceSession } from 'onnxruntime-node'
import { externalWeights, unreadable } from '../../onnx/model-errors.js'
import { inspectOnnx } from '../../onnx/onnx-inspection.js'
import { withOutputs } from '../../onnx/rewrite/with-outputs.js'
import { readSignature } from '../../onnx/signature-metadata.js'
import type { InferenceRuntime, LoadedModel, ValueRange } from '../../ports/inference-runtime.js'
import type { FeatureMatrix } from '../../tables/feature-matrix.js'
import { LoadedOnnxModel } from './loaded-onnx-model.js'
import { loadNativeRuntime, type NativeRuntime } from './native-runtime.js'
import { observeRanges } from './observe-ranges.js'
import { oneLine } from './one-line.js'

export interface OnnxRuntimeOptions {
  /** Threads inside an operator; one (the default) makes sums of large ensembles the same on every machine. */
  readonly threads?: number
  /** Rows per run of the session. */
  readonly batchRows?: number
  readonly loadNative?: () => Promise<NativeRuntime>
}

/** Everything inside the model is kept for as many rows at a time. */
const OBSERVED_ROWS = 256
const FATAL_ONLY = 4

const sessionOptions = (threads: number): InferenceSession.SessionOptions => ({
  executionProviders: ['cpu'],
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  intraOpNumThreads: threads,
  interOpNumThreads: 1,
  logSeverityLevel: FATAL_ONLY
})

/** Runs ONNX models with onnxruntime, whose native library is loaded when the first model is. */
export class OnnxInferenceRuntime implements InferenceRuntime {
  readonly #threads: number
  readonly #batchRows: number
  readonly #loadNative: () => Promise<NativeRuntime>

  constructor({ threads = 1, batchRows = 4096, loadNative = loadNativeRuntime }: OnnxRuntimeOptions = {}) {
    this.#threads = threads
    this.#batchRows = batchRows
    this.#loadNative = loadNative
  }

  /** Damaged files are `UserError`s with code `model-unreadable`, others that cannot be run `model-unsupported`. */
  async load(model: Uint8Array): Promise<LoadedModel> {
    const { metadata, externalData } = inspectOnnx(model)
    if (externalData) throw externalWeights()
    const runtime = await this.#loadNative()
    const session = await this.#open(runtime, model)
    try {
      return new LoadedOnnxModel({ runtime, session, metadata, batchRows: this.#batchRows })
    } catch (cause) {
      await session.release()
      throw cause
    }
  }

  /** Runs 256 rows at a time; errors are those of `load` and of scoring. */
  async observe(
    model: Uint8Array,
    features: FeatureMatrix,
    tensors: readonly string[]
  ): Promise<ReadonlyMap<string, ValueRange>> {
    if (tensors.length === 0) return new Map()
    const observable = withOutputs(model, tensors)
    const signature = readSignature(inspectOnnx(model).metadata)
    const runtime = await this.#loadNative()
    const session = await this.#open(runtime, observable)
    try {
      const batchRows = Math.min(this.#batchRows, OBSERVED_ROWS)
      return await observeRanges({ runtime, session, signature, batchRows }, features, tensors)
    } finally {
      await session.release()
    }
  }

  async #open(runtime: NativeRuntime, model: Uint8Array): Promise<InferenceSession> {
    try {
      return await runtime.InferenceSession.create(model, sessionOptions(this.#threads))
    } catch (cause) {
      throw unreadable(`model.onnx: onnxruntime cannot load it: ${oneLine(cause)}`, {
        hint: 'check the file with onnx.checker, and that its operators are in opset 24 or older',
        cause
      })
    }
  }
}
