import type { Severity } from './severity.js'

/** A feature as the verdict sees it. `critical` features decide alone. */
export interface JudgedFeature {
  readonly severity: Severity
  readonly critical: boolean
}

export interface Verdict {
  readonly severity: Severity
  /** Features at warn or retrain / features judged; null when none could be judged. */
  readonly drift_share: number | null
}

const HALF = 0.5
const RETRAIN_SHARE = 0.1

/** The verdict over a run; `notices` says whether something beside the features (a new column) deserves a notice. */
export function verdictOf(features: readonly JudgedFeature[], notices = false): Verdict {
  const judged = features.filter(feature => feature.severity !== 'insufficient-data')
  const at = (...levels: Severity[]) => judged.filter(feature => levels.includes(feature.severity)).length
  const drift_share = judged.length === 0 ? null : at('warn', 'retrain') / judged.length
  const retrain = at('retrain')
  const critical = judged.some(feature => feature.critical && feature.severity === 'retrain')
  const several = retrain >= 2 && retrain >= RETRAIN_SHARE * judged.length
  const only = judged.length === 1 && retrain === 1
  if (critical || several || only || (drift_share ?? 0) >= HALF) return { severity: 'retrain', drift_share }
  if (at('warn', 'retrain') > 0) return { severity: 'warn', drift_share }
  if (at('notice') > 0 || notices) return { severity: 'notice', drift_share }
  const unjudged = features.length - judged.length
  return { severity: unjudged > features.length / 2 ? 'insufficient-data' : 'ok', drift_share }
}
