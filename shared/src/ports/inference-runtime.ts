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

/** Runs ONNX models. An unsupported platform is a `UserError` with code `unsupported-platform`. */
export interface InferenceRuntime {
  load(model: Uint8Array): Promise<LoadedModel>
}
