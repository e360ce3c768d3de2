import type { Severity } from './severity.js'

/** A feature as the verdict sees it. `critical` features decide alone; an `absent` one is a column that is not there. */
export interface JudgedFeature {
  readonly severity: Severity
  readonly critical: boolean
  readonly absent?: boolean
}

/** The rule that a verdict follows from; of several that hold, the first in the order of this list per severity. */
export type VerdictReason =
  | 'critical-feature'
  | 'only-feature'
  | 'drift-share'
  | 'several-features'
  | 'features-warn'
  | 'columns-missing'
  | 'features-notice'
  | 'new-columns'
  | 'features-unjudged'
  | 'no-drift'

export interface Verdict {
  readonly severity: Severity
  readonly because: VerdictReason
  /** Features at warn or retrain / features judged; null when none could be judged. */
  readonly drift_share: number | null
}

const HALF = 0.5
const FEWEST_RETRAIN = 2
const RETRAIN_SHARE = 0.1

/** The verdict over a run; `notices` says whether something beside the features (a new column) deserves a notice. */
export function verdictOf(features: readonly JudgedFeature[], notices = false): Verdict {
  const judged = features.filter(feature => feature.severity !== 'insufficient-data')
  const drifting = judged.filter(feature => isAt(feature, 'warn', 'retrain'))
  const drift_share = judged.length === 0 ? null : drifting.length / judged.length
  const retrain = retrainReason(judged, drift_share ?? 0)
  if (retrain !== undefined) return { severity: 'retrain', because: retrain, drift_share }
  if (drifting.length > 0) {
    const because = drifting.every(feature => feature.absent === true) ? 'columns-missing' : 'features-warn'
    return { severity: 'warn', because, drift_share }
  }
  if (judged.some(feature => isAt(feature, 'notice')))
    return { severity: 'notice', because: 'features-notice', drift_share }
  if (notices) return { severity: 'notice', because: 'new-columns', drift_share }
  const unjudged = features.length - judged.length
  return unjudged > features.length * HALF
    ? { severity: 'insufficient-data', because: 'features-unjudged', drift_share }
    : { severity: 'ok', because: 'no-drift', drift_share }
}

function retrainReason(judged: readonly JudgedFeature[], driftShare: number): VerdictReason | undefined {
  const retrain = judged.filter(feature => isAt(feature, 'retrain'))
  if (retrain.some(feature => feature.critical)) return 'critical-feature'
  if (judged.length === 1 && retrain.length === 1) return 'only-feature'
  if (driftShare >= HALF) return 'drift-share'
  const several = retrain.length >= FEWEST_RETRAIN && retrain.length >= RETRAIN_SHARE * judged.length
  return several ? 'several-features' : undefined
}

function isAt({ severity }: JudgedFeature, ...levels: readonly Severity[]): boolean {
  return levels.includes(severity)
}
