import { logGamma } from '../statistics/log-gamma.js'
import type { RandomSource } from '../statistics/random.js'

/** ln n! for n up to a limit. */
export type LogFactorial = (n: number) => number

const LARGEST_TABLE = 4_000_000

/** ln n! for n ≤ most, from a table unless that would be large. */
export function logFactorials(most: number): LogFactorial {
  if (most > LARGEST_TABLE) return n => logGamma(n + 1)
  const table = new Float64Array(most + 1)
  for (let n = 2; n <= most; n++) table[n] = (table[n - 1] ?? 0) + Math.log(n)
  return n => table[n] ?? Number.NaN
}

/** What random choices are drawn with; `logFactorial` must cover the number of rows. */
export interface Randomness {
  readonly source: RandomSource
  readonly logFactorial: LogFactorial
}

/**
 * How many rows of each category a random choice of `chosen` rows takes (multivariate hypergeometric): what permuting
 * the row labels gives, without touching rows.
 */
export function randomSplit(totals: readonly number[], chosen: number, randomness: Randomness): number[] {
  let rows = totals.reduce((sum, total) => sum + total, 0)
  let left = chosen
  return totals.map(total => {
    const urn = { rows, marked: total, draws: left, logFactorial: randomness.logFactorial }
    const drawn = hypergeometric(urn, uniform(randomness.source))
    rows -= total
    left -= drawn
    return drawn
  })
}

function uniform(source: RandomSource): number {
  return (source() + 0.5) / 2 ** 32
}

interface Urn {
  readonly rows: number
  readonly marked: number
  readonly draws: number
  readonly logFactorial: LogFactorial
}

/** The marked rows among the drawn ones, by inversion outwards from the mode. */
function hypergeometric(urn: Urn, uniformNumber: number): number {
  const { rows, marked, draws } = urn
  const least = Math.max(0, draws - (rows - marked))
  const most = Math.min(marked, draws)
  const mode = Math.min(most, Math.max(least, Math.floor(((marked + 1) * (draws + 1)) / (rows + 2))))
  let [low, high] = [mode, mode]
  let [lowShare, highShare] = [probability(urn, mode), probability(urn, mode)]
  let left = uniformNumber - lowShare
  while (left > 0 && (low > least || high < most)) {
    const downwards = low > least ? lowShare / ratio(urn, low - 1) : -1
    const upwards = high < most ? highShare * ratio(urn, high) : -1
    if (upwards >= downwards) {
      high++
      highShare = upwards
      left -= upwards
      if (left <= 0) return high
    } else {
      low--
      lowShare = downwards
      left -= downwards
      if (left <= 0) return low
    }
  }
  return mode
}

/** P(k + 1) / P(k). */
function ratio({ rows, marked, draws }: Urn, k: number): number {
  return ((marked - k) * (draws - k)) / ((k + 1) * (rows - marked - draws + k + 1))
}

function probability({ rows, marked, draws, logFactorial }: Urn, k: number): number {
  const logChoose = (n: number, of: number) => logFactorial(n) - logFactorial(of) - logFactorial(n - of)
  return Math.exp(logChoose(marked, k) + logChoose(rows - marked, draws - k) - logChoose(rows, draws))
}
