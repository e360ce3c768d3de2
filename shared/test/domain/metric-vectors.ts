import { readFileSync } from 'node:fs'

type Expected = Readonly<Record<string, number | null>>

export interface ClassificationVector {
  readonly name: string
  /** The number of classes; they are called c0, c1, … */
  readonly classes: number
  readonly positive: number
  readonly truth: readonly number[]
  readonly predicted: readonly number[]
  readonly probabilities: readonly number[] | null
  readonly expected: Expected
  readonly confusion: readonly (readonly number[])[]
}

export interface RegressionVector {
  readonly name: string
  readonly truth: readonly number[]
  readonly predicted: readonly number[]
  readonly expected: Expected
}

interface MetricVectors {
  readonly classification: readonly ClassificationVector[]
  readonly regression: readonly RegressionVector[]
}

type Row<Cells extends readonly unknown[]> = readonly (readonly [...Cells])[]

interface StatisticsVectors {
  readonly normal: Row<[z: number, cdf: number, twoSided: number]>
  readonly normal_quantile: Row<[probability: number, z: number]>
  readonly chi_square: Row<[x: number, k: number, cdf: number, sf: number]>
  readonly chi_square_quantile: Row<[probability: number, k: number, x: number]>
  readonly binomial: Row<[successes: number, trials: number, probability: number, cdf: number]>
  readonly log_gamma: Row<[x: number, value: number]>
  readonly mcnemar: Row<[b: number, c: number, pValue: number]>
  readonly midranks: Row<[values: readonly number[], ranks: readonly number[]]>
  readonly quantile: Row<[values: readonly number[], probability: number, quantile: number]>
  readonly standard_deviation: Row<[values: readonly number[], deviation: number]>
  readonly delong: readonly {
    readonly truth: readonly number[]
    readonly challenger: readonly number[]
    readonly champion: readonly number[]
    readonly delta: number
    readonly standard_error: number
    readonly p_value: number
  }[]
  readonly bca: readonly {
    readonly estimate: number
    readonly replicates: readonly number[]
    readonly jackknife: readonly number[]
    readonly confidence: number
    readonly lower: number
    readonly upper: number
  }[]
  readonly xoshiro128starstar: Row<[seed: number, words: readonly number[]]>
}

function load(name: string): unknown {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8'))
}

/** What scikit-learn says (generate.py). */
export const metricVectors = load('./vectors/metrics.json') as MetricVectors

/** What SciPy and NumPy say (generate.py). */
export const statisticsVectors = load('./vectors/statistics.json') as StatisticsVectors
