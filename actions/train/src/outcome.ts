import { storeReasonCodes } from '../../../shared/src/action/store-reasons.js'
import type { TrainingRecord } from '../../../shared/src/domain/records/training.js'
import type { Wording } from '../../../shared/src/domain/text/phrase.js'
import type { SuiteError } from '../../../shared/src/errors.js'

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
    'still-running': 'Asked for the status, or waited as long as allowed: another job is training this run.',
    detached:
      'The training job goes on in SageMaker, and nobody waits for it; or it was lost, and the next one is to be asked for.'
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
    internal: 'A defect of the training kit or of the action.',
    'job-failed': 'The training job failed for a reason that SageMaker words itself.',
    'job-capacity': 'SageMaker had no instances for the job, four times.',
    'job-internal': 'SageMaker failed, four times.',
    'job-image': 'SageMaker could not use the image.',
    'job-data': 'SageMaker could not read the data.',
    'job-access': 'The execution role lacks a permission.',
    'job-missing': 'SageMaker has no such training job: it was deleted, or is in another account or region.',
    'job-name-taken': 'A training job of this name exists and belongs to something else.',
    'job-not-visible': 'SageMaker has the training job and does not show it.',
    'spot-interrupted': 'The spot instances were taken away, four times.',
    'role-not-assumable': 'SageMaker cannot assume the execution role.',
    'data-missing': 'SageMaker finds no training data.',
    'image-not-found': 'SageMaker finds no such image.',
    'region-unsupported': 'There is no SageMaker in the region.',
    'access-denied': 'AWS refused an action that the role of this job needs; the message names it.',
    'quota-exceeded': 'A quota of the account does not allow the job; the message names it.',
    'sagemaker-capacity': 'SageMaker had no instances to give when it was asked, four times.',
    'sagemaker-throttled': 'SageMaker asked for fewer requests, four times.',
    'sagemaker-unavailable': 'SageMaker failed when it was asked, four times.',
    'sagemaker-unreachable': 'SageMaker could not be reached.',
    'sagemaker-failed': 'SageMaker answered something unforeseen.',
    'not-restarted':
      'Its job was lost to the service, and three workflows that were told to ask for the next one did not.',
    'runner-lost': 'The runner died before it left a model; reconcile ended the run.'
  },
  stopped: {
    cancelled: 'The workflow was cancelled.',
    'stop-requested': '`operation: stop` stopped it.',
    'max-runtime': 'The maximum runtime of the request was reached.',
    'max-wait': 'The max_wait of a spot training was reached.',
    'stopped-elsewhere': 'Somebody stopped the training job in the console or through the API.',
    'wait-timeout': 'The wait-timeout was reached; a local training cannot outlive its job.',
    'run-cancelled': 'Asked to stop a run, and the workflow run that trains it is being cancelled.',
    'nothing-to-stop': 'Asked to stop a run that is not running.',
    abandoned: 'The job that trained this run died.',
    orphaned: 'Nobody followed the training job any more; reconcile stopped it.'
  },
  refused: {
    'store-not-in-s3': 'SageMaker trains only with a store in S3.',
    'execution-role-missing': 'No execution role is named.',
    'policy-forbids': 'The policy does not allow what was asked for; all limits are listed.',
    'job-invalid': 'The training job cannot be asked for; all fields that are wrong are listed.',
    'price-unknown': 'The price of the instances is not known; the line to add to the policy is shown.',
    'over-budget':
      'The worst case is more than max_cost_usd or max_cost_usd_per_month allow; the arithmetic is shown.',
    'too-many-jobs': 'As many training jobs as max_concurrent_jobs allows are running.',
    'tuning-unavailable': 'This release does not tune hyperparameters.'
  },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'record-missing': 'There is no such run in the store.',
    'record-unreadable': 'A record in the store is damaged.',
    'request-invalid': 'The input request is not a valid request.',
    ...storeReasonCodes,
    'policy-unknown':
      'For an issue or a comment there is no token to read the policy of the default branch with.',
    'policy-invalid': 'The policy cannot be read; all problems are listed.',
    'github-permission-missing': 'The job lacks `actions: write`, with which a workflow run is cancelled.'
  }
} as const

/** What `train` did. */
export interface TrainOutcome {
  readonly decision: TrainDecision
  readonly reasonCode: string
  readonly message: Wording
  readonly hint: Wording | undefined
  readonly record: TrainingRecord | undefined
  readonly trainingId: string
  readonly warnings: readonly string[]
  /** What went wrong while the training job goes on. */
  readonly failure?: SuiteError
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
