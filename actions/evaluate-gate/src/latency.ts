import { measureLatencies } from '../../../shared/src/evaluation/measure-latencies.js'
import { singleRows } from '../../../shared/src/evaluation/single-rows.js'
import type { LoadedModel } from '../../../shared/src/ports/inference-runtime.js'
import { toFeatureMatrix } from '../../../shared/src/tables/to-feature-matrix.js'
import type { Subject } from './subject.js'

const ROWS = 256

/** 95th percentile of the time to score one row, in milliseconds, on this machine and one thread. */
export async function measureLatencyP95(
  model: LoadedModel,
  { table, signature }: Subject
): Promise<number | undefined> {
  if (signature === undefined || table.rows === 0) return undefined
  const features = toFeatureMatrix(table, signature.features, { start: 0, end: Math.min(table.rows, ROWS) })
  const [latency] = await measureLatencies([model], singleRows(features, ROWS))
  return latency?.p95Ms
}
