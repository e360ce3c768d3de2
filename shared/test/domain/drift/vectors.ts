import { readFileSync } from 'node:fs'

type Encoded = number | 'inf' | '-inf' | null

export interface NumericVector {
  readonly name: string
  readonly baseline: readonly Encoded[]
  readonly current: readonly Encoded[]
  readonly psi: number
  readonly psi_critical: number
  readonly jensen_shannon: number
  /** Null where a side has no value. */
  readonly ks: { readonly statistic: number; readonly p_value: number } | null
  /** Rows by bin, the missing ones last. */
  readonly counts: readonly [baseline: readonly number[], current: readonly number[]]
  readonly wasserstein: number | null
  readonly wasserstein_normalized: number | null
}

export interface ContingencyVector {
  readonly name: string
  readonly baseline: readonly number[]
  readonly current: readonly number[]
  readonly other: number
  readonly statistic: number
  readonly p_value: number
  readonly cramers_v: number
  /** The p-value is of the exact permutation distribution. */
  readonly exact: boolean
}

export interface CategoricalVector {
  readonly name: string
  readonly baseline: readonly (string | null)[]
  readonly current: readonly (string | null)[]
  readonly counts: readonly [baseline: readonly number[], current: readonly number[]]
  readonly psi: number
  readonly psi_critical: number
  readonly jensen_shannon: number
  /** Values with a bin of their own, in order. */
  readonly values: readonly string[]
  readonly missing_rate: { readonly baseline: number; readonly current: number }
  readonly chi_square: {
    readonly statistic: number
    readonly p_value: number
    readonly cramers_v: number
  }
}

interface Vectors {
  readonly numeric: readonly NumericVector[]
  readonly large: {
    readonly statistic: number
    readonly p_value: number
    readonly psi: number
    readonly psi_critical: number
  }
  readonly large_exact: { readonly statistic: number; readonly p_value: number }
  readonly contingency: readonly ContingencyVector[]
  readonly categorical: readonly CategoricalVector[]
  readonly benjamini_hochberg: { readonly p_values: readonly number[]; readonly adjusted: readonly number[] }
}

/** What NumPy and SciPy computed (vectors/generate.py). */
export const vectors = JSON.parse(
  readFileSync(new URL('./vectors/drift.json', import.meta.url), 'utf8')
) as Vectors

/** Cells of a vector as a column holds them. */
export function decode(cells: readonly Encoded[]): Float64Array {
  return Float64Array.from(cells, cell =>
    cell === null ? Number.NaN : cell === 'inf' ? Infinity : cell === '-inf' ? -Infinity : cell
  )
}
