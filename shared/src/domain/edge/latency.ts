import { sortedQuantile } from '../statistics/quantile.js'

/** How long scoring one row takes, in milliseconds, from blocks of runs. */
export interface Latency {
  readonly runs: number
  readonly blocks: number
  /** Medians over the blocks, so that a block another process disturbed does not decide. */
  readonly p50Ms: number
  readonly p95Ms: number
  /** The middle half of the blocks' 95th percentiles: how far the machine's noise carries. */
  readonly band: { readonly lowMs: number; readonly highMs: number }
}

/** Sums up blocks of run times in milliseconds; percentiles inside a block are by nearest rank. */
export function summariseBlocks(blocks: readonly Float64Array[]): Latency {
  const sorted = blocks.map(block => block.toSorted())
  const p50s = Float64Array.from(sorted, block => nearestRank(block, 0.5)).sort()
  const p95s = Float64Array.from(sorted, block => nearestRank(block, 0.95)).sort()
  return {
    runs: blocks.reduce((sum, block) => sum + block.length, 0),
    blocks: blocks.length,
    p50Ms: sortedQuantile(p50s, 0.5),
    p95Ms: sortedQuantile(p95s, 0.5),
    band: { lowMs: sortedQuantile(p95s, 0.25), highMs: sortedQuantile(p95s, 0.75) }
  }
}

function nearestRank(ascending: Float64Array, share: number): number {
  return ascending[Math.ceil(ascending.length * share) - 1] ?? NaN
}

/** Whether the noise band lies on both sides of a limit, so that more runs may decide. */
export function straddles({ band }: Latency, limitMs: number): boolean {
  return band.lowMs <= limitMs && band.highMs > limitMs
}
