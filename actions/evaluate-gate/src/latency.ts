import type { LoadedModel } from '../../../shared/src/ports/inference-runtime.js'
import { toFeatureMatrix } from '../../../shared/src/tables/to-feature-matrix.js'
import type { Subject } from './subject.js'

const WARM_UP = 200
const RUNS = 2000

/** 95th percentile of the time to score one row, in milliseconds, on this machine and one thread. */
export async function measureLatencyP95(
  model: LoadedModel,
  { table, signature }: Subject
): Promise<number | undefined> {
  if (signature === undefined || table.rows === 0) return undefined
  const row = toFeatureMatrix(table, signature.features, { start: 0, end: 1 })
  for (let run = 0; run < WARM_UP; run++) await model.score(row)
  const times = new Float64Array(RUNS)
  for (let run = 0; run < RUNS; run++) {
    const start = performance.now()
    await model.score(row)
    times[run] = performance.now() - start
  }
  return times.sort()[Math.ceil(RUNS * 0.95) - 1]
}
