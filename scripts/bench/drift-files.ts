import { join } from 'node:path'
import { randomSource } from '../../shared/src/domain/statistics/random.js'
import { writeCsv } from '../../shared/src/tables/csv/write-csv.js'

/** What the benchmark compares: two files of the same columns, four of them shifted in the second. */
export const DRIFT_ROWS = 300_000
export const DRIFT_COLUMNS = 20

const MISSING_COLUMNS: ReadonlySet<number> = new Set([2, 7, 13])
const POISSON_MEAN = 30

/** Draws numbers in [0, 1). */
type Uniform = () => number

/** Writes `baseline.csv` and `current.csv`, the same ones every time. */
export async function writeDriftFiles(directory: string): Promise<void> {
  for (const [name, seed, shifted] of [
    ['baseline.csv', 1, false],
    ['current.csv', 2, true]
  ] as const) {
    const header = Array.from({ length: DRIFT_COLUMNS }, (_, j) => `f${String(j).padStart(2, '0')}`)
    await writeCsv(join(directory, name), header, rows(seed, shifted))
  }
}

function* rows(seed: number, shifted: boolean) {
  const source = randomSource(seed)
  const uniform = () => source() / 2 ** 32
  const poisson = poissonShares()
  for (let row = 0; row < DRIFT_ROWS; row++) {
    yield Array.from({ length: DRIFT_COLUMNS }, (_, column) => {
      const drawn = draw(column, uniform, poisson)
      const value = shifted ? shift(column, drawn, uniform) : drawn
      const missing = MISSING_COLUMNS.has(column) && uniform() < (shifted ? 0.03 : 0.01)
      return missing ? null : Math.round(value * 1e6) / 1e6
    })
  }
}

/** Columns are normal, lognormal, uniform, gamma and Poisson in turn; the last ones are full of ties. */
function draw(column: number, uniform: Uniform, poisson: Float64Array): number {
  switch (column % 5) {
    case 0:
      return normal(uniform)
    case 1:
      return Math.exp(0.8 * normal(uniform))
    case 2:
      return -5 + 10 * uniform()
    case 3:
      return -3 * Math.log((1 - uniform()) * (1 - uniform()))
    default: {
      const share = uniform()
      return poisson.findIndex(below => share < below)
    }
  }
}

/** Two means by a quarter of a standard deviation, one scale by 1.3, and a tenth of one column set to zero. */
function shift(column: number, value: number, uniform: Uniform): number {
  if (column === 0) return value + 0.25
  if (column === 6) return value + 0.25 * Math.sqrt((Math.exp(0.64) - 1) * Math.exp(0.64))
  if (column === 3) return value * 1.3
  return column === 4 && uniform() < 0.1 ? 0 : value
}

/** Box and Muller (1958). */
function normal(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** P(X ≤ k) for k = 0, 1, …; the last one is 1. */
function poissonShares(): Float64Array {
  const shares = new Float64Array(4 * POISSON_MEAN)
  let share = Math.exp(-POISSON_MEAN)
  let sum = 0
  for (let k = 0; k < shares.length; k++) {
    sum += share
    shares[k] = sum
    share *= POISSON_MEAN / (k + 1)
  }
  shares[shares.length - 1] = 1
  return shares
}
