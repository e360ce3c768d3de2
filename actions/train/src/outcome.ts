import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'

/** The words of `decision`. */
export const decisions = ['completed', 'submitted', 'failed', 'stopped', 'refused'] as const
export type TrainDecision = (typeof decisions)[number]

/** Every reason code, by decision; `error` lists what fails the step whatever `fail-on` says. */
export const reasonCodes = {
  completed: {
    trained: 'The training ran and left a model.',
    'already-trained': 'This run had already been trained; its result is reported again.'
  },
  submitted: {
    'still-running': 'Asked for the status, or waited as long as allowed: another job is training this run.'
  },
  failed: {
    'dataset-missing': 'The data set has no training files in the store.',
    'dataset-empty': 'A training file is empty, or has a header and no rows.',
    'dataset-ragged': 'A row has more or fewer fields than the header.',
    'dataset-mixed-headers': 'The training files have different headers.',
    'dataset-mixed-formats': 'The training files are CSV and Parquet side by side.',
    'dataset-undecodable': 'A training file is not UTF-8 text, or not readable as Parquet.',
    'dataset-too-large': 'The training files are larger than this action reads.',
    'dataset-description-invalid': 'dataset.json cannot be used; all problems are listed.',
    'target-missing-column': 'The target is not a column of the data.',
    'target-missing-values': 'Rows have no target value (empty, NA, NaN or null).',
    'target-not-numeric': 'A regression target holds something that is not a number.',
    'one-class': 'The target has only one class.',
    'too-many-classes': 'The target has more than 1,000 classes.',
    'feature-missing': 'A requested feature is not a column of the data.',
    'feature-not-numeric': 'A feature declared numeric holds text.',
    'no-features': 'No column is left to learn from.',
    'too-few-rows': 'There are too few rows for what was asked.',
    'module-missing': 'A Python package that the algorithm needs cannot be imported.',
    'bad-hyperparameter': 'A hyperparameter is unknown or out of range.',
    'bad-preprocessing': 'The preprocessing cannot be done as asked.',
    'unsupported-algorithm': 'This release cannot train the algorithm.',
    'bad-job': 'The request cannot be carried out by the training kit.',
    'self-check-failed': 'The written model did not reproduce the predictions of the library.',
    'script-failed': "The user's program failed or wrote nothing.",
    'script-missing': "The user's program was not found inside its directory.",
    'model-unreadable': 'The program left a model that cannot be read.',
    'model-too-large': 'The program left more in its model directory than this action reads.',
    'metrics-unreadable': "The program's metrics.json is not one flat object of numbers.",
    'out-of-memory': 'The memory of this machine does not suffice.',
    'training-killed': 'The training was killed by the system, usually for lack of memory.',
    'training-crashed': 'The training ended with an error that it did not explain.',
    'training-not-started': 'The Python interpreter could not be started.',
    'python-missing': 'No suitable Python was found, and none could be installed.',
    'python-packages-missing': 'Python lacks the packages, and they could not be installed.',
    internal: 'A defect of the training kit.'
  },
  stopped: {
    cancelled: 'The workflow was cancelled.',
    'stop-requested': '`operation: stop` stopped it.',
    'max-runtime': 'The maximum runtime of the request was reached.',
    'wait-timeout': 'The wait-timeout was reached; a local training cannot outlive its job.',
    'nothing-to-stop': 'Asked to stop a run that is not running.',
    abandoned: 'The job that trained this run died.'
  },
  refused: {
    'backend-unavailable': 'This release cannot train on the backend that was asked for.',
    'tuning-unavailable': 'This release does not tune hyperparameters.'
  },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'record-missing': 'There is no such run in the store.',
    'record-unreadable': 'A record in the store is damaged.',
    'request-invalid': 'The input request is not a valid request.',
    'store-unsupported': 'This release cannot open such a store.',
    'store-not-a-directory': 'The store, or a folder of it, is a file.'
  }
} as const

/** What `train` did. */
export interface TrainOutcome {
  readonly decision: TrainDecision
  readonly reasonCode: string
  readonly message: string
  readonly hint: string | undefined
  readonly record: TrainingRecord | undefined
  readonly trainingId: string
  readonly warnings: readonly string[]
}

/** The action's own outputs. */
export function toOutputs(outcome: TrainOutcome): Record<string, string> {
  const { record } = outcome
  return {
    'training-id': outcome.trainingId,
    status: record?.status ?? '',
    'model-artifact': record?.model_artifact?.uri ?? '',
    metrics: JSON.stringify(record?.metrics ?? {}),
    'job-name': record?.job_name ?? '',
    'duration-seconds': record?.duration_seconds == null ? '' : String(record.duration_seconds),
    'billable-seconds': record?.billable_seconds === undefined ? '' : String(record.billable_seconds),
    'estimated-cost-usd': String(record?.estimated_cost_usd ?? (record?.backend === 'local' ? 0 : '')),
    engine: JSON.stringify(record?.engine ?? {})
  }
}
