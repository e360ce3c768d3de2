import type { DriftReason } from '../records/drift-report.js'
import type { DriftComparison } from './compare.js'

/** Why the verdict is what it is; where too little could be judged, whether rows are missing or merely noise is large. */
export function reasonOf(
  {
    because,
    baseline_rows,
    current_rows
  }: Pick<DriftComparison, 'because' | 'baseline_rows' | 'current_rows'>,
  minRows: number
): DriftReason {
  if (because !== 'features-unjudged') return because
  return Math.min(baseline_rows, current_rows) < minRows ? 'too-few-rows' : 'sampling-noise'
}
