import { storeReasonCodes } from '../../../shared/src/action/store-reasons.js'

/** The words of `decision`. */
export const decisions = ['recorded', 'already-recorded', 'verified', 'broken'] as const
export type HistoryDecision = (typeof decisions)[number]

/** Every reason code, by decision; `error` lists what fails the step whatever `fail-on` says. */
export const reasonCodes = {
  recorded: { recorded: 'The run is the new last entry of the history.' },
  'already-recorded': { 'already-recorded': 'The history holds this run, with this decision, already.' },
  verified: {
    'chain-intact': 'Every entry and report is what its successor recorded.',
    'history-empty': 'There is no history yet.'
  },
  broken: { 'chain-broken': 'A file was edited, dropped, added or reordered; the summary names the first.' },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'record-missing': 'There is no such run in the store.',
    'record-unreadable': 'A record in the store or on the branch is damaged.',
    'history-contended': 'Other jobs kept writing to the branch; run the step again.',
    'history-broken': 'The end of the chain on the branch is damaged or missing; run operation verify.',
    ...storeReasonCodes
  }
} as const

/** What `record-history` did. */
export interface HistoryOutcome {
  readonly decision: HistoryDecision
  readonly reasonCode: string
  readonly message: string
  /** Path of the entry on the branch. */
  readonly entry: string | undefined
  readonly entrySha256: string | undefined
  readonly commit: string | undefined
  readonly commentUrl: string | undefined
  /** The report of the run in Markdown. */
  readonly report: string | undefined
  readonly warnings: readonly string[]
}

/** The action's own outputs. */
export function toOutputs(outcome: HistoryOutcome): Record<string, string> {
  return {
    entry: outcome.entry ?? '',
    'entry-sha256': outcome.entrySha256 ?? '',
    commit: outcome.commit ?? '',
    'comment-url': outcome.commentUrl ?? ''
  }
}
