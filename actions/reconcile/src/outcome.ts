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
    'put-in-order': 'Runs were carried on or ended, or training jobs stopped.',
    'dry-run': 'It would have acted; nothing was changed.'
  },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'store-unsupported': 'This release cannot open such a store.',
    'store-not-a-directory': 'The store, or a folder of it, is a file.'
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

/** The action's own outputs. */
export function toOutputs(outcome: ReconcileOutcome): Record<string, string> {
  return {
    resumed: JSON.stringify(outcome.resumed),
    ended: JSON.stringify(outcome.ended.map(({ trainingId }) => trainingId)),
    stopped: JSON.stringify(outcome.stopped.map(({ name }) => name)),
    warnings: JSON.stringify(outcome.warnings)
  }
}
