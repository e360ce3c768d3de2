import { storeReasonCodes } from '../../../shared/src/action/store-reasons.js'
import type { Stage } from '../../../shared/src/domain/records/registry.js'
import type { Wording } from '../../../shared/src/domain/text/phrase.js'

/** The words of `decision`. */
export const decisions = ['rolled-back', 'nothing-to-do', 'refused'] as const
export type RollbackDecision = (typeof decisions)[number]

/** Every reason code, by decision; `error` lists what fails the step whatever `fail-on` says. */
export const reasonCodes = {
  'rolled-back': {
    'rolled-back': 'An earlier version is in production again, and the one it replaced is quarantined.',
    released: 'The version that `release` names is out of quarantine; production is as it was.'
  },
  'nothing-to-do': {
    'already-restored': 'An earlier rollback put the version into production; a second step back needs `to`.',
    'already-production': 'The version that `to` names is in production.',
    'not-quarantined': 'The version that `release` names is not in quarantine.'
  },
  refused: {
    'no-production-version': 'The model has no version in production.',
    'no-earlier-version': 'No earlier version was in production, or all of them are gone or withdrawn.',
    'version-unknown': 'There is no such version.',
    'version-withdrawn': 'The version was rejected or quarantined.',
    'version-never-promoted': 'The version was never in production; `register` promotes it.',
    'production-changed': 'Another version than the one that was to be replaced is in production by now.'
  },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'record-missing': 'A record of a version is missing in the store.',
    'record-unreadable': 'A record in the store is damaged.',
    'artifact-changed': 'A file of the version to restore is not the one that was registered.',
    'store-object-missing': 'A file of the version to restore is not in the store.',
    ...storeReasonCodes
  }
} as const

type Codes = typeof reasonCodes
export type RollbackReason = { [D in RollbackDecision]: keyof Codes[D] }[RollbackDecision]

/** What was decided, and the sentence that says so. */
export interface Verdict {
  readonly decision: RollbackDecision
  readonly reasonCode: RollbackReason
  readonly message: Wording
}

/** What `rollback` did. */
export interface RollbackOutcome extends Verdict {
  readonly modelId: string
  /** The version that left production, now or by the rollback that is repeated. */
  readonly from: string | undefined
  /** The version in production; undefined where nothing was to be restored. */
  readonly to: string | undefined
  /** The version that was taken out of quarantine, and where it is now; gone: pruned meanwhile. */
  readonly released: { readonly version: string; readonly stage: Stage | 'gone' } | undefined
  /** Why, as it stands in the quarantine. */
  readonly reason: string | undefined
  /** Files of the restored version whose digests were compared. */
  readonly verifiedFiles: number | undefined
  readonly warnings: readonly Wording[]
}

/** An outcome in which nothing was changed. */
export function unchanged(modelId: string, verdict: Verdict): RollbackOutcome {
  return {
    ...verdict,
    modelId,
    from: undefined,
    to: undefined,
    released: undefined,
    reason: undefined,
    verifiedFiles: undefined,
    warnings: []
  }
}

/** The action's own outputs. */
export function toOutputs({ from, to }: RollbackOutcome): Record<string, string> {
  return { 'from-version': from ?? '', 'to-version': to ?? '' }
}
