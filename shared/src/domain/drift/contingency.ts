import { chiSquareSf } from '../statistics/chi-square.js'
import { randomSource } from '../statistics/random.js'
import type { BinCounts } from './population-stability.js'
import { logFactorials, randomSplit } from './random-split.js'

/** Pearson's test of a 2 × K table: statistic, p-value and effect size √(χ²/N). */
export interface ChiSquareTest {
  readonly statistic: number
  readonly p_value: number
  readonly cramers_v: number
}

const SMALLEST_EXPECTED = 5
const SMALLEST_TOTAL = 40
const PERMUTATIONS = 10_000

/**
 * Chi-square test of baseline against current counts, without continuity correction. Categories with an expected count
 * below 5 are merged into the bin `otherBin` first; with fewer than 40 rows, or expected counts still below 5, p comes
 * from 10,000 seeded permutations ((exceeding + 1) / (permutations + 1)). Fewer than two categories give p = 1.
 */
export function contingencyTest(counts: BinCounts, otherBin: number, seed: number): ChiSquareTest {
  const table = mergeSmall(columnsOf(counts), otherBin)
  const total = table.reduce((sum, column) => sum + column.baseline + column.current, 0)
  if (table.length < 2 || total === 0) return { statistic: 0, p_value: 1, cramers_v: 0 }
  const statistic = pearson(table)
  const exactEnough = total >= SMALLEST_TOTAL && smallestExpected(table) >= SMALLEST_EXPECTED
  const p_value = exactEnough
    ? chiSquareSf(statistic, table.length - 1)
    : permutationPValue(table, statistic, seed)
  return { statistic, p_value, cramers_v: Math.sqrt(statistic / total) }
}

interface TableColumn {
  readonly baseline: number
  readonly current: number
  readonly other: boolean
}

function columnsOf({ baseline, current }: BinCounts): readonly TableColumn[] {
  return baseline.map((count, bin) => ({ baseline: count, current: current[bin] ?? 0, other: false }))
}

function mergeSmall(columns: readonly TableColumn[], otherBin: number): readonly TableColumn[] {
  const marked = columns.map((column, bin) => ({ ...column, other: bin === otherBin }))
  const kept = marked.filter(column => column.baseline + column.current > 0)
  const smallest = expectedOf(kept)
  const small = kept.filter((column, index) => column.other || (smallest[index] ?? 0) < SMALLEST_EXPECTED)
  const large = kept.filter(column => !small.includes(column))
  if (small.length === 0) return large
  const baseline = small.reduce((sum, column) => sum + column.baseline, 0)
  const current = small.reduce((sum, column) => sum + column.current, 0)
  return [...large, { baseline, current, other: true }]
}

/** The smaller of the two expected counts of each column. */
function expectedOf(table: readonly TableColumn[]): readonly number[] {
  const [baseline, current] = rowTotals(table)
  const share = Math.min(baseline, current) / (baseline + current)
  return table.map(column => (column.baseline + column.current) * share)
}

function smallestExpected(table: readonly TableColumn[]): number {
  return Math.min(...expectedOf(table))
}

function rowTotals(table: readonly TableColumn[]): readonly [number, number] {
  const baseline = table.reduce((sum, column) => sum + column.baseline, 0)
  const current = table.reduce((sum, column) => sum + column.current, 0)
  return [baseline, current]
}

function pearson(table: readonly TableColumn[]): number {
  const [baseline, current] = rowTotals(table)
  if (baseline === 0 || current === 0) return 0
  const share = baseline / (baseline + current)
  return table.reduce(
    (sum, column) => sum + contribution(column.baseline, column.baseline + column.current, share),
    0
  )
}

/** (observed − expected)² / expected of both cells of a column. */
function contribution(observed: number, columnTotal: number, share: number): number {
  const difference = observed - columnTotal * share
  return difference ** 2 / (columnTotal * share) + difference ** 2 / (columnTotal * (1 - share))
}

function permutationPValue(table: readonly TableColumn[], statistic: number, seed: number): number {
  const [baseline, current] = rowTotals(table)
  if (baseline === 0 || current === 0) return 1
  const totals = table.map(column => column.baseline + column.current)
  const share = baseline / (baseline + current)
  const randomness = { source: randomSource(seed), logFactorial: logFactorials(baseline + current) }
  let exceeding = 0
  for (let round = 0; round < PERMUTATIONS; round++) {
    const drawn = randomSplit(totals, baseline, randomness)
    const permuted = totals.reduce((sum, total, bin) => sum + contribution(drawn[bin] ?? 0, total, share), 0)
    // Equal tables may differ in the last bits of their sums.
    if (permuted >= statistic * (1 - 1e-12)) exceeding++
  }
  return (exceeding + 1) / (PERMUTATIONS + 1)
}
