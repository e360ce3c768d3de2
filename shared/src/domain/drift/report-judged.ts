import type { DriftReport } from '../records/drift-report.js'

/** What of a report says how columns were judged. */
export type Judgements = Pick<DriftReport, 'features' | 'violations'>

/** Columns that were judged, missing ones included. */
export interface JudgedColumns {
  readonly judged: number
  /** At warn or retrain. */
  readonly drifting: number
  readonly retrain: number
}

/** How many columns were judged, and how many of them are at warn or above. */
export function judgedColumns({ features, violations }: Judgements): JudgedColumns {
  const severities = [
    ...features.map(({ severity }) => severity),
    ...violations.filter(({ check }) => check === 'missing_column').map(({ severity }) => severity)
  ].filter(severity => severity !== 'insufficient-data')
  const at = (...levels: string[]) => severities.filter(severity => levels.includes(severity)).length
  return { judged: severities.length, drifting: at('warn', 'retrain'), retrain: at('retrain') }
}

/** Columns at warn or retrain, worst first; the missing ones last. */
export function driftedColumns({ features, violations }: Judgements): readonly string[] {
  const drifts = (severity: string) => severity === 'warn' || severity === 'retrain'
  const names = [
    ...features.filter(({ severity }) => drifts(severity)).map(({ name }) => name),
    ...violations.filter(({ severity }) => drifts(severity)).map(({ feature }) => feature)
  ]
  return [...new Set(names)]
}
