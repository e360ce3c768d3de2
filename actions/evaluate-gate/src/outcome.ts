import { storeReasonCodes } from '../../../shared/src/action/store-reasons.js'
import type { DecisionRecord } from '../../../shared/src/domain/records/decision.js'
import type { EvaluationRecord } from '../../../shared/src/domain/records/evaluation.js'
import { tableReasonCodes } from '../../../shared/src/tables/table-reason-codes.js'

/** The words of `decision`. */
export const decisions = ['pass', 'reject', 'inconclusive'] as const

/** Every reason code, by decision; `error` lists what fails the step whatever `fail-on` says. */
export const reasonCodes = {
  pass: {
    'gate-passed': 'Every rule of the gate passed.',
    'no-gate': 'Nothing is required of this model; a warning says so.'
  },
  reject: {
    'rule-failed': 'A rule of the gate is not met.',
    'metric-undefined':
      'A rule needs something that is undefined, such as a metric that could not be measured.'
  },
  inconclusive: { 'rule-undecided': 'A comparison with the champion cannot be decided on so few rows.' },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'record-missing': 'The run has no request or no training in the store.',
    'record-unreadable': 'A record in the store is damaged.',
    'run-not-trained': 'The training of the run is not completed.',
    'gate-invalid': 'A gate cannot be understood; all problems are listed with their column.',
    'custom-metric-invalid': 'A custom metric cannot be understood; all problems are listed.',
    'policy-unknown':
      'For an issue or a comment there is no token to read the policy of the default branch with.',
    'policy-invalid': 'The policy file cannot be used; all problems are listed.',
    'dataset-missing': 'The data set has no test files in the store.',
    'dataset-description-invalid': 'dataset.json cannot be used; all problems are listed.',
    ...tableReasonCodes('test file'),
    'dataset-too-large': 'The test files are larger than this action reads.',
    'feature-missing': 'A feature of the model is not a column of the test data.',
    'feature-not-numeric': 'A numeric feature of the model holds text in the test data.',
    'target-missing-column': 'The target is not a column of the test data.',
    'target-missing-values': 'Rows of the test data have no target value.',
    'target-not-numeric': 'A regression target holds something that is not a number.',
    'target-mismatch': 'The test target has many classes that the model has never seen.',
    'unknown-positive-class': "The positive class is none of the model's classes.",
    'predictions-invalid':
      'The file of predictions has missing or impossible values, or other rows than the test data.',
    'predictions-missing-column': 'The file of predictions has no column `prediction`.',
    'model-missing': 'The archive of the run is not in the store.',
    'model-unreadable': 'The model archive is damaged.',
    'model-unsupported': 'The model cannot be run here; give its predictions with the input `predictions`.',
    'model-too-large': 'The model archive is larger than this action reads.',
    'metrics-unreadable': "The archive's metrics.json is not one flat object of numbers.",
    'feature-mismatch': 'The model takes other features than it says, or than the request names.',
    'inference-failed': 'onnxruntime failed to run the model.',
    'task-unsupported': 'This release measures classification and regression only.',
    'champion-unknown': 'The version to compare with is not in the registry.',
    'unsupported-platform':
      'onnxruntime does not run on this machine; give predictions, or use a linux/x64 runner.',
    ...storeReasonCodes
  }
} as const

/** What `evaluate-gate` measured and decided. */
export interface GateOutcome {
  readonly evaluation: EvaluationRecord
  readonly decision: DecisionRecord
  /** Address of evaluation.json. */
  readonly report: string
  readonly warnings: readonly string[]
}

/** The action's own outputs. */
export function toOutputs({ evaluation, decision, report }: GateOutcome): Record<string, string> {
  return {
    passed: String(decision.decision === 'pass'),
    metrics: JSON.stringify(evaluation.metrics),
    'primary-metric': JSON.stringify({
      name: evaluation.primary_metric.name,
      value: evaluation.primary_metric.value
    }),
    'failed-rules': JSON.stringify(
      decision.rules
        .filter(rule => rule.passed !== true)
        .map(({ expression, reason }) => ({ expression, reason }))
    ),
    'attempts-left': String(decision.attempts_left),
    report
  }
}
