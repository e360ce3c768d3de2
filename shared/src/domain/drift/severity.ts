/** How much a feature has drifted. */
export type Severity = 'ok' | 'notice' | 'warn' | 'retrain' | 'insufficient-data'

/** Population stability indices above which a feature is at that level; compared with a strict `>`. */
export interface DriftThresholds {
  readonly notice: number
  readonly warn: number
  readonly retrain: number
}

export const DEFAULT_THRESHOLDS: DriftThresholds = { notice: 0.1, warn: 0.2, retrain: 0.25 }

/** What the severity of a feature follows from. */
export interface SeverityEvidence {
  readonly psi: number
  readonly psi_critical: number
  readonly baselineRows: number
  readonly currentRows: number
}

/** The severity by the index alone; only where it exceeds what sampling explains, and where there are enough rows. */
export function severityOf(
  evidence: SeverityEvidence,
  thresholds: DriftThresholds,
  minRows: number
): Severity {
  const { psi, psi_critical, baselineRows, currentRows } = evidence
  const fewest = Math.max(1, minRows)
  if (baselineRows < fewest || currentRows < fewest) return 'insufficient-data'
  if (psi_critical >= thresholds.warn) return 'insufficient-data'
  if (!(psi > psi_critical)) return 'ok'
  if (psi > thresholds.retrain) return 'retrain'
  if (psi > thresholds.warn) return 'warn'
  return psi > thresholds.notice ? 'notice' : 'ok'
}

const RANKS: Readonly<Record<Severity, number>> = {
  ok: 0,
  'insufficient-data': 1,
  notice: 2,
  warn: 3,
  retrain: 4
}

/** Position of a severity from harmless to bad, for sorting. */
export function severityRank(severity: Severity): number {
  return RANKS[severity]
}

/** The worse of two severities; either is worse than not being judged. */
export function worse(a: Severity, b: Severity): Severity {
  return severityRank(a) >= severityRank(b) ? a : b
}
