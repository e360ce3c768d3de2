import { storeReasonCodes } from '../../../shared/src/action/store-reasons.js'
import type { Stage } from '../../../shared/src/domain/records/registry.js'
import type { Wording } from '../../../shared/src/domain/text/phrase.js'
import type { StoredBaseline } from './baseline.js'

/** The words of `decision`. */
export const decisions = [
  'registered',
  'pending-approval',
  'promoted',
  'already-registered',
  'rejected',
  'refused'
] as const
export type RegisterDecision = (typeof decisions)[number]

/** Every reason code, by decision; `error` lists what fails the step whatever `fail-on` says. */
export const reasonCodes = {
  registered: {
    'registered-production': 'The version is registered and in production.',
    'registered-candidate': 'The version is registered as candidate, because `promote` is false.'
  },
  'pending-approval': {
    'awaiting-approval': 'The version is registered as candidate and waits for `/mlops approve`.'
  },
  promoted: {
    promoted: 'The version is now in production.',
    'already-production': 'The version was in production already.'
  },
  'already-registered': { 'already-registered': 'This run has its version already; nothing was changed.' },
  rejected: { rejected: 'The version will not become production.' },
  refused: {
    'gate-not-passed': 'The gate of the run did not pass.',
    'not-evaluated': 'The run has not been evaluated; run evaluate-gate first.',
    'run-not-completed': 'The training of the run is not completed.',
    quarantined: 'This request on this data made a version that was rolled back and quarantined.',
    'version-unknown': 'There is no such version.',
    'version-in-production': 'The version is in production; roll back instead of rejecting it.',
    'version-not-promotable': 'The version was rejected or quarantined.',
    'registry-unavailable': 'This release cannot register in the registry that was asked for.'
  },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'record-missing': 'A record of the run is missing in the store.',
    'record-unreadable': 'A record in the store is damaged.',
    'artifact-changed':
      'The model archive in the store is not the one that was trained, or model.onnx not the one that was measured.',
    'store-object-missing': "A file of the run's model is not in the store.",
    'model-unreadable': 'The model archive is damaged.',
    'model-too-large': 'The model archive is larger than this action reads.',
    'metrics-unreadable': "The archive's metrics.json is not one flat object of numbers.",
    ...storeReasonCodes
  }
} as const

/** What `register` did. */
export interface RegisterOutcome {
  readonly decision: RegisterDecision
  readonly reasonCode: string
  readonly message: Wording
  readonly modelId: string
  readonly version: string | undefined
  readonly stage: Stage | undefined
  readonly modelUri: string | undefined
  readonly pruned: readonly string[]
  /** What was in production before. */
  readonly previousProduction: string | undefined
  readonly metrics: Readonly<Record<string, number | null>>
  /** Why the version counts up as it does. */
  readonly versionReason: string | undefined
  /** What drift will be measured against; undefined where nothing was registered. */
  readonly baseline: StoredBaseline | undefined
  readonly warnings: readonly string[]
}

/** The action's own outputs. */
export function toOutputs(outcome: RegisterOutcome): Record<string, string> {
  return {
    version: outcome.version ?? '',
    'model-uri': outcome.modelUri ?? '',
    'model-package-arn': '',
    stage: outcome.stage ?? '',
    pruned: JSON.stringify(outcome.pruned)
  }
}
