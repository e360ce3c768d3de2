import type { EdgeManifest, EdgeParity } from '../../../shared/src/domain/records/edge-manifest.js'
import type { EdgeDecision, Unavailable, VariantReport } from './outcome.js'

/** Texts of the log line and the summary of `edge-export`. */
export interface EdgeMessages {
  readonly title: string
  readonly decisions: Readonly<Record<EdgeDecision, string>>
  readonly variant: string
  readonly size: string
  readonly latency: string
  readonly accuracy: string
  readonly chosen: string
  readonly exported: (manifest: EdgeManifest) => string
  readonly parityFailed: (parity: EdgeParity) => string
  readonly overBudget: (reports: readonly VariantReport[]) => string
  readonly unavailable: (unavailable: Unavailable) => string
  /** Why a variant was chosen or not. */
  readonly report: (report: VariantReport) => string
  /** `labels`: whether the model gives any. */
  readonly parity: (parity: EdgeParity, labels: boolean) => string
  readonly latencyNote: (runs: number) => string
  readonly place: string
  readonly release: string
  readonly releaseNumber: (manifest: EdgeManifest) => string
  readonly signature: string
  readonly signed: (keyId: string) => string
  readonly unsigned: string
  readonly expires: string
  readonly earlier: (release: { version: string; counter: number }) => string
  readonly nothingStands: string
  readonly reasonCode: string
}
