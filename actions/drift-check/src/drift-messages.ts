import type {
  DriftReason,
  DriftReport,
  ReportedBin
} from '../../../shared/src/domain/records/drift-report.js'
import type { DriftDecision } from './outcome.js'

/** A column that moved, in words. */
export interface MovedColumn {
  readonly name: string
  /** Such as `median 3.1 → 4.7`; may be empty. */
  readonly change: string
  readonly psi: string
  /** The threshold that the index is above, if it is above one. */
  readonly limit: number | undefined
}

/** Texts of report, summary, headline and issue of `drift-check`; a language that lacks one does not compile. */
export interface DriftMessages {
  readonly titles: Readonly<Record<DriftDecision, (subject: string) => string>>
  /** The title at retrain where no model is compared with, and nothing can be retrained. */
  readonly driftedFrom: (sources: { readonly baseline: string; readonly current: string }) => string
  readonly reasons: Readonly<Record<DriftReason, string>>
  readonly headline: {
    readonly drifted: (
      column: MovedColumn,
      counts: { readonly drifting: number; readonly judged: number }
    ) => string
    readonly moved: (column: MovedColumn) => string
    readonly missing: (names: string) => string
    readonly extra: (names: string) => string
    readonly typeChanged: (name: string) => string
    readonly steady: (judged: number, worst: MovedColumn | undefined) => string
    readonly noValues: string
    readonly fewRows: (rows: string, needed: string | undefined) => string
    readonly sides: (rows: { readonly baseline: string; readonly current: string }) => string
  }
  readonly baseline: string
  readonly current: string
  readonly column: string
  readonly index: string
  readonly test: string
  readonly missing: string
  readonly change: string
  readonly median: string
  readonly range: string
  readonly bins: Readonly<
    Record<Exclude<ReportedBin['bin']['kind'], 'interval' | 'value' | 'category'>, string>
  >
  readonly moreBins: (bins: number) => string
  readonly moreColumns: (columns: number) => string
  readonly steadyColumns: (columns: number) => string
  readonly roles: Readonly<Record<'target' | 'prediction', string>>
  readonly critical: string
  readonly distributions: string
  readonly rows: string
  readonly noise: string
  readonly violations: string
  readonly identifiers: (names: string) => string
  readonly checks: Readonly<Record<DriftReport['violations'][number]['check'], (name: string) => string>>
  readonly notJudged: string
  readonly belowMinRows: (rows: string, minRows: string) => string
  readonly tooNoisy: (noise: string) => string
  readonly notInCurrent: (role: string) => string
  readonly verdict: string
  readonly legend: string
  readonly rule: (thresholds: DriftReport['thresholds']) => string
  readonly counts: (counts: {
    readonly judged: number
    readonly drifting: number
    readonly share: string
  }) => string
  readonly tests: (alpha: number) => string
  readonly approximate: string
  readonly requested: (target: string) => string
  readonly requestedBefore: (at: string, target: string) => string
  readonly requestFailed: string
  readonly reasonCode: string
  readonly issue: {
    readonly title: (subject: string) => string
    readonly howToRetrain: string
    readonly howToRetrainByHand: string
    readonly report: string
    readonly run: string
  }
}
