import type { ModelSignature } from '../domain/records/model-signature.js'

/** From the sum to the score: `logistic` takes one output, `softmax` all of them. */
export type Link = 'identity' | 'logistic' | 'softmax' | 'exp'

/** Numeric features in order; all arrays have one float32 per feature: `(min(max(fill(x), lower), upper) − center) / scale`. */
export interface NumericPreprocessing {
  readonly names: readonly string[]
  /** NaN keeps a missing value missing. */
  readonly fill: Float32Array
  readonly lower: Float32Array
  readonly upper: Float32Array
  readonly center: Float32Array
  readonly scale: Float32Array
}

/** A text feature; unknown texts become all zeros (`one_hot`) or −1 (`ordinal`). */
export interface CategoricalFeature {
  readonly name: string
  readonly categories: readonly string[]
}

/** The transformed columns are the numeric features, then the categorical expansions. */
export interface Preprocessing {
  readonly numeric: NumericPreprocessing
  readonly categorical: readonly CategoricalFeature[]
  readonly encode: 'one_hot' | 'ordinal'
}

/** Where the nodes of all trees lie, in parallel arrays of N; children are numbers inside their tree, the root is 0. */
export interface TreeNodes {
  /** T + 1 positions: the first node of each tree, then N. */
  readonly offset: Int32Array
  /** Transformed column, −1 = leaf. */
  readonly feature: Int32Array
  readonly left: Int32Array
  readonly right: Int32Array
  /** Left when `x <= t` (`compare: le`) or `x < t` (`lt`). */
  readonly threshold: Float32Array
  /** 1 = a missing value goes left. */
  readonly defaultLeft: Uint8Array
  /** `leafWidth` values per leaf, leaves in node order. */
  readonly leaf: Float32Array
}

/** Trees that are summed or averaged per output, plus `base`. Outputs = length of `base`. */
export interface TreeEnsemble extends TreeNodes {
  readonly kind: 'trees'
  readonly compare: 'le' | 'lt'
  readonly aggregate: 'sum' | 'mean'
  readonly base: Float32Array
  /** 1 with `treeOutput`, else the number of outputs. */
  readonly leafWidth: number
  /** The output each tree adds to; absent when leaves carry all outputs. */
  readonly treeOutput?: Int32Array
}

/** `x · coefficientᵀ + intercept` in double precision; `coefficient` is outputs × columns, row-major. */
export interface LinearModel {
  readonly kind: 'linear'
  readonly columns: number
  readonly coefficient: Float64Array
  readonly intercept: Float64Array
}

/** A trained model of whatever origin: what every reader makes and the ONNX writer takes. */
export interface FittedModel {
  readonly signature: ModelSignature
  readonly preprocessing: Preprocessing
  readonly predictor: TreeEnsemble | LinearModel
  readonly link: Link
}

/** The number of transformed columns the predictor sees. */
export const transformedColumns = ({ numeric, categorical, encode }: Preprocessing): number =>
  numeric.names.length +
  (encode === 'ordinal'
    ? categorical.length
    : categorical.reduce((sum, feature) => sum + feature.categories.length, 0))

/** The number of sums the predictor makes before the link. */
export const outputCount = (predictor: TreeEnsemble | LinearModel): number =>
  predictor.kind === 'trees' ? predictor.base.length : predictor.intercept.length

/** Raw float32 features, unchanged: what a model without preprocessing takes. */
export function plainPreprocessing(names: readonly string[]): Preprocessing {
  const filled = (value: number): Float32Array => new Float32Array(names.length).fill(value)
  const numeric = {
    names,
    fill: filled(NaN),
    lower: filled(-Infinity),
    upper: filled(Infinity),
    center: filled(0),
    scale: filled(1)
  }
  return { numeric, categorical: [], encode: 'one_hot' }
}
