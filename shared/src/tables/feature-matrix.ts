/** Model input: the numeric and the categorical features of the same rows, each row-major. */
export interface FeatureMatrix {
  readonly rows: number
  /** Numeric feature names in order; `numeric` is rows × names, NaN = missing. */
  readonly numericNames: readonly string[]
  readonly numeric: Float32Array
  /** Categorical feature names in order; `categorical` is rows × names, '' = missing. */
  readonly categoricalNames: readonly string[]
  readonly categorical: readonly string[]
}
