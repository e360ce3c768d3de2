import { summariseBlocks, type Latency } from '../domain/edge/latency.js'
import type { LoadedModel } from '../ports/inference-runtime.js'
import type { FeatureMatrix } from '../tables/feature-matrix.js'

const WARM_UP_RUNS = 200
const BLOCK_RUNS = 200
const BLOCKS = 10
const FEWEST_BLOCKS = 3
const MOST_BLOCKS = 50
const MOST_MILLISECONDS = 1_200_000
const MOST_EXTRA_MILLISECONDS = 300_000

/** How latencies are measured; the defaults are what records and outputs mean. */
export interface LatencyMeasurement {
  /** Asked after ten blocks and then after each: whether more of them, up to fifty, could still decide something. */
  readonly undecided?: (soFar: readonly Latency[]) => boolean
  /** Milliseconds since some moment; default: the process's monotonic clock. */
  readonly now?: () => number
}

/**
 * Times single rows: 200 runs to warm up, then ten blocks of 200 per model, over different rows. Models take turns block
 * by block, so that a noisy machine disturbs all of them. No further block is begun after five minutes once there are ten, nor
 * after twenty minutes once there are three; `runs` says how many runs it was.
 */
export async function measureLatencies(
  models: readonly LoadedModel[],
  rows: readonly FeatureMatrix[],
  { undecided = () => false, now = () => performance.now() }: LatencyMeasurement = {}
): Promise<readonly Latency[]> {
  const start = now()
  const blocks = models.map((): Float64Array[] => [])
  const summary = () => blocks.map(summariseBlocks)
  for (const model of models) await timeRuns(model, rows, { runs: WARM_UP_RUNS, first: 0, now })
  for (let round = 0; round < MOST_BLOCKS; round++) {
    for (const place of turns(models.length, round)) {
      const model = models[place]
      if (model === undefined) continue
      const how = { runs: BLOCK_RUNS, first: round * BLOCK_RUNS, now }
      blocks[place]?.push(await timeRuns(model, rows, how))
    }
    const elapsed = now() - start
    if (round + 1 >= FEWEST_BLOCKS && elapsed > MOST_MILLISECONDS) break
    if (round + 1 >= BLOCKS && (elapsed > MOST_EXTRA_MILLISECONDS || !undecided(summary()))) break
  }
  return summary()
}

/** Every model once; who begins changes from round to round. */
function turns(models: number, round: number): readonly number[] {
  return Array.from({ length: models }, (_, place) => (place + round) % models)
}

async function timeRuns(
  model: LoadedModel,
  rows: readonly FeatureMatrix[],
  { runs, first, now }: { runs: number; first: number; now: () => number }
): Promise<Float64Array> {
  const times = new Float64Array(runs)
  for (let run = 0; run < runs; run++) {
    const row = rows[(first + run) % rows.length]
    if (row === undefined) throw new Error('latency is measured on at least one row')
    const start = now()
    await model.score(row)
    times[run] = now() - start
  }
  return times
}
