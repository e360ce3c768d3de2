import type { LoadedModel, Scores } from '../ports/inference-runtime.js'
import type { FeatureMatrix } from '../tables/feature-matrix.js'
import { flippedRows } from './label-flips.js'

/** Rows and the scores another implementation gave them: rows × outputs, row-major. */
export interface ParityRows {
  readonly features: FeatureMatrix
  readonly outputs: number
  readonly expected: Float64Array
  /** Classification: the classes in the order of the outputs; null for regression. */
  readonly classes: readonly string[] | null
}

/** How far two implementations of a model are apart. */
export interface ParityReport {
  readonly rows: number
  readonly outputs: number
  readonly maxAbsoluteDifference: number
  readonly meanAbsoluteDifference: number
  /** Largest |difference| / max(1, |reference|). */
  readonly maxRelativeDifference: number
  readonly tolerance: number
  /** Rows with a value beyond `tolerance · max(1, |reference|)`. */
  readonly rowsBeyondTolerance: number
  /** The first of them, counted from 0. */
  readonly firstRowBeyondTolerance: number | null
  /** Classification: rows with another label although the reference was not undecided between two classes. */
  readonly labelFlips: number
  readonly passed: boolean
}

/** Tolerated difference, relative to the reference where that exceeds 1. */
export const PARITY_TOLERANCE = 1e-5

interface Differences {
  readonly max: number
  readonly mean: number
  readonly maxRelative: number
  readonly rowsBeyond: number
  readonly firstBeyond: number | null
}

// A score that is not a number is as wrong as can be; it must never slip through a comparison.
const difference = (expected: number, actual: number): number => {
  const distance = Math.abs(expected - actual)
  return Number.isNaN(distance) ? Infinity : distance
}

function measure({ expected, outputs }: ParityRows, values: Float32Array): Differences {
  const rowWorst = new Float64Array(expected.length / outputs)
  let max = 0
  let sum = 0
  expected.forEach((reference, index) => {
    const distance = difference(reference, values[index] ?? NaN)
    const row = Math.floor(index / outputs)
    max = Math.max(max, distance)
    sum += distance
    rowWorst[row] = Math.max(rowWorst[row] ?? 0, distance / Math.max(1, Math.abs(reference)))
  })
  const beyond = (worst: number): boolean => worst > PARITY_TOLERANCE
  const first = rowWorst.findIndex(beyond)
  return {
    max,
    mean: expected.length === 0 ? 0 : sum / expected.length,
    maxRelative: rowWorst.reduce((left, right) => Math.max(left, right), 0),
    rowsBeyond: rowWorst.filter(beyond).length,
    firstBeyond: first < 0 ? null : first
  }
}

/** Compares scores with the reference; scores of another shape fail with every row beyond tolerance. */
export function compareScores(reference: ParityRows, scores: Scores): ParityReport {
  const { rows } = reference.features
  const fits = scores.rows === rows && scores.outputs === reference.outputs
  const values = fits ? scores.values : new Float32Array(reference.expected.length).fill(NaN)
  const found = measure(reference, values)
  const labelFlips = reference.classes === null ? 0 : flippedRows(reference, values, scores.labels).length
  return {
    rows,
    outputs: reference.outputs,
    maxAbsoluteDifference: found.max,
    meanAbsoluteDifference: found.mean,
    maxRelativeDifference: found.maxRelative,
    tolerance: PARITY_TOLERANCE,
    rowsBeyondTolerance: found.rowsBeyond,
    firstRowBeyondTolerance: found.firstBeyond,
    labelFlips,
    passed: rows > 0 && found.rowsBeyond === 0 && labelFlips === 0
  }
}

/** Scores the reference rows with a loaded model and compares. */
export const checkParity = async (model: LoadedModel, reference: ParityRows): Promise<ParityReport> =>
  compareScores(reference, await model.score(reference.features))
