import { storeReasonCodes } from '../../../shared/src/action/store-reasons.js'

/** The words of `decision`. */
export const decisions = ['clean', 'acted'] as const
export type ReconcileDecision = (typeof decisions)[number]

/** Every reason code, by decision; `error` lists what fails the step whatever `fail-on` says. */
export const reasonCodes = {
  clean: {
    'nothing-to-do': 'Every run and every training job is where it should be.',
    'only-warnings': 'Nothing was to be done, and something should be looked at.'
  },
  acted: {
    'put-in-order': 'Runs were carried on, started again or ended, or training jobs stopped.',
    'dry-run': 'It would have acted; nothing was changed.'
  },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    ...storeReasonCodes
  }
} as const

/** A run that ended here without a model. */
export interface EndedRun {
  readonly trainingId: string
  readonly status: 'failed' | 'stopped'
  /** As in its record. */
  readonly reasonCode: string
  /** Untrusted text. */
  readonly message: string
  /** Whether this workflow records it; else the next pass's does. */
  readonly handedOver: boolean
}

/** A training job that was stopped here. */
export interface StoppedJob {
  readonly name: string
  readonly trainingId: string
  readonly why: string
}

/** What `reconcile` found and did, or would have done. */
export interface ReconcileOutcome {
  readonly decision: ReconcileDecision
  readonly reasonCode: string
  readonly message: string
  readonly dryRun: boolean
  /** Training ids of completed runs that the workflow carries on. */
  readonly resumed: readonly string[]
  /** Training ids of runs whose job was lost, and whose next one the workflow asks for. */
  readonly restart: readonly string[]
  readonly ended: readonly EndedRun[]
  readonly stopped: readonly StoppedJob[]
  /** Runs whose bill was written. */
  readonly billed: readonly string[]
  /** Runs whose places for training jobs were given back. */
  readonly freed: readonly string[]
  readonly warnings: readonly string[]
  /** How many runs were looked at. */
  readonly looked: number
}

/** The action's own outputs. Those that a workflow acts on are empty after a dry run, which must change nothing there either. */
export function toOutputs(outcome: ReconcileOutcome): Record<string, string> {
  const listed = (ids: readonly string[]) => JSON.stringify(outcome.dryRun ? [] : ids)
  const recorded = outcome.ended.filter(({ handedOver }) => handedOver)
  return {
    resumed: listed(outcome.resumed),
    restart: listed(outcome.restart),
    ended: listed(recorded.map(({ trainingId }) => trainingId)),
    stopped: JSON.stringify(outcome.stopped.map(({ name }) => name)),
    warnings: JSON.stringify(outcome.warnings)
  }
}
