import type { FeatureMatrix } from '../tables/feature-matrix.js'

/** Scores of one batch: rows × outputs, row-major. Classification: probabilities in class order; regression: one column. */
export interface Scores {
  readonly rows: number
  readonly outputs: number
  readonly values: Float32Array
  /** Classification: the label of each row. */
  readonly labels?: readonly string[]
}

export interface LoadedModel {
  /** Metadata properties of the ONNX file. */
  readonly metadata: ReadonlyMap<string, string>
  score(features: FeatureMatrix): Promise<Scores>
  close(): Promise<void>
}

/** The smallest and the largest value that was seen. */
export interface ValueRange {
  readonly min: number
  readonly max: number
}

/** Runs ONNX models. An unsupported platform is a `UserError` with code `unsupported-platform`. */
export interface InferenceRuntime {
  /** Opens a model that runs on one thread, unless the runtime was made with more. */
  load(model: Uint8Array): Promise<LoadedModel>
  /**
   * The range of each float tensor inside the model over these rows, by name; missing values do not count.
   * Tensors the rows left without a value are not in the result; one the model does not have is a `UserError`
   * with code `model-unsupported`.
   */
  observe(
    model: Uint8Array,
    features: FeatureMatrix,
    tensors: readonly string[]
  ): Promise<ReadonlyMap<string, ValueRange>>
}
