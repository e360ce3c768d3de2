import { storeReasonCodes } from '../../../shared/src/action/store-reasons.js'
import { driftedColumns } from '../../../shared/src/domain/drift/report-judged.js'
import type { SuiteError } from '../../../shared/src/errors.js'
import { severities, type DriftReport } from '../../../shared/src/domain/records/drift-report.js'
import { tableReasonCodes } from '../../../shared/src/tables/table-reason-codes.js'
import type { Retraining } from './request-retraining.js'

/** The words of `decision`. */
export const decisions = severities
export type DriftDecision = (typeof decisions)[number]

/** Every reason code, by decision; `error` lists what fails the step. */
export const reasonCodes = {
  ok: { 'no-drift': 'Nothing that could be judged has drifted.' },
  notice: {
    'features-notice': 'A feature moved a little: its index is at notice, or its test is significant.',
    'new-columns': 'The current data have columns that the baseline does not know.'
  },
  warn: {
    'features-warn': 'Features are at warn or retrain, too few for retraining.',
    'columns-missing': 'Columns of the baseline are missing from the current data.'
  },
  retrain: {
    'critical-feature':
      'A critical feature, the target or the prediction is at retrain, or a critical column is missing.',
    'drift-share': 'At least half of the judged features are at warn or retrain.',
    'several-features': 'At least two, and at least a tenth, of the judged features are at retrain.',
    'only-feature': 'The only judged feature is at retrain.'
  },
  'insufficient-data': {
    'too-few-rows': 'A side has fewer rows than `min-rows`.',
    'sampling-noise': 'For more than half of the features chance alone explains an index at warn.'
  },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'record-missing': 'The run is not in the store.',
    'record-unreadable': 'A record in the store is damaged.',
    'model-unknown': 'The store has no registry of the model.',
    'no-production-version': 'No version of the model is in production.',
    'version-unknown': 'The model has no such version.',
    'baseline-missing': 'The version has no baseline.json.',
    'artifact-changed': 'The baseline.json of the version is not the one that was registered.',
    'baseline-invalid': 'The baseline is no profile of this suite and no statistics.json of SageMaker.',
    'dataset-missing': 'A path that an input names holds no data file, or leads out of the workspace.',
    'dataset-too-large': 'A prefix in S3 holds more bytes than this action reads.',
    'store-object-missing': 'An object that an input names is not in S3.',
    'feature-unknown': 'A column that an input names is not in the baseline; all such names are listed.',
    'nothing-to-compare': 'Baseline and current data have no column in common.',
    ...tableReasonCodes('data file'),
    ...storeReasonCodes,
    'workflow-name-invalid': 'The retraining workflow is no file name of a workflow.',
    'workflow-not-found': 'The retraining workflow does not exist on the default branch.',
    'workflow-not-dispatchable': 'The retraining workflow has no `workflow_dispatch`.',
    'workflow-inputs-refused':
      'The retraining workflow does not declare the inputs `model-id`, `reason` and `report`, or requires others.',
    'workflow-dispatch-refused': 'GitHub refused to start the retraining workflow, and says why.',
    'github-permission-missing': 'The job lacks `actions: write` for dispatch, or `issues: write` for issue.',
    'github-forbidden': 'GitHub refused the request for another reason, and says which.',
    'github-token-refused': 'GitHub did not accept the token.',
    'github-not-found': 'GitHub does not know the repository, or the token may not see it.',
    'github-refused': 'GitHub called the request invalid, and says why.',
    'github-rate-limited': "GitHub's rate limit is used up.",
    'github-unavailable': 'GitHub failed; run the job again.',
    'github-unreachable': 'GitHub could not be reached; run the job again.'
  }
} as const

/** What `drift-check` measured, decided and asked for. */
export interface DriftOutcome {
  readonly report: DriftReport
  /** Address of report.json. */
  readonly uri: string
  readonly retraining: Retraining
  /** Why retraining could not be asked for although it was to be. */
  readonly failure: SuiteError | undefined
  readonly warnings: readonly string[]
  /** Columns in which nearly every value is different. */
  readonly identifiers: ReadonlySet<string>
}

const LONGEST_NAME = 200

/** The columns at warn or retrain, worst first, as outputs hold them: very long names are cut. */
export function driftedNames(report: DriftReport): readonly string[] {
  return driftedColumns(report).map(name => {
    if (name.length <= LONGEST_NAME) return name
    // Half of a surrogate pair is no text.
    return `${name.slice(0, LONGEST_NAME).replace(/[\ud800-\udbff]$/, '')}…`
  })
}

/** The action's own outputs. */
export function toOutputs({
  report,
  uri,
  retraining
}: Omit<DriftOutcome, 'identifiers'>): Record<string, string> {
  const indices = report.features.map(({ psi }) => psi)
  return {
    severity: report.severity,
    'drifted-features': JSON.stringify(driftedNames(report)),
    'drift-share': report.drift_share === null ? '' : String(report.drift_share),
    'max-psi': indices.length === 0 ? '' : String(indices.reduce((most, psi) => Math.max(most, psi), 0)),
    report: uri,
    'retrain-requested': String(retraining.kind === 'requested')
  }
}
