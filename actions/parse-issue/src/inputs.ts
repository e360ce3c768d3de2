import { readCommonInputs, type CommonInputs } from '../../../shared/src/action/common-inputs.js'
import type { InputReader } from '../../../shared/src/action/inputs.js'
import { anyOf, MODEL_ID, TRAINING_ID } from '../../../shared/src/domain/text/id-patterns.js'
import type { Permission } from '../../../shared/src/ports/issue-tracker.js'
import type { Runner } from '../../../shared/src/ports/runner.js'
import { decisions } from './outcome.js'

const permissions = ['read', 'triage', 'write', 'maintain', 'admin'] as const satisfies readonly Permission[]

/** The inputs of `parse-issue`. */
export interface ParseIssueInputs extends CommonInputs {
  readonly label: string
  readonly requestFile: string | undefined
  /** A training id or a model id. */
  readonly rerunOf: string | undefined
  readonly reason: string | undefined
  /** Address of the drift report that asks for the training. */
  readonly report: string | undefined
  /** Whether a schedule or dispatch starts nothing when neither request nor training data are new. */
  readonly skipUnchanged: boolean
  readonly issueNumber: number | undefined
  readonly requiredPermission: Permission
  readonly formTemplate: string | undefined
}

/** Reads the inputs of `parse-issue`. */
export function readParseIssueInputs(reader: InputReader): ParseIssueInputs {
  const issueNumber = reader.number('issue-number', { min: 1, max: 2 ** 31, fallback: 0, integer: true })
  const inputs = {
    ...readCommonInputs(reader, decisions),
    label: reader.textOr('label', 'mlops:train'),
    requestFile: reader.matching(
      'request-file',
      /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$)).{1,400}$/,
      'a path inside the repository'
    ),
    rerunOf: reader.matching('rerun-of', anyOf(TRAINING_ID, MODEL_ID), 'a training id or a model id'),
    reason: oneLine(reader.text('reason')),
    report: oneLine(reader.text('report')),
    skipUnchanged: reader.boolean('skip-unchanged', false),
    issueNumber: issueNumber === 0 ? undefined : issueNumber,
    requiredPermission: reader.choice('required-permission', permissions, 'write'),
    formTemplate: reader.text('form-template')
  }
  if (inputs.requestFile !== undefined && inputs.rerunOf !== undefined) {
    reader.reject('rerun-of', 'cannot be used together with request-file', 'Give one of the two.')
  }
  return inputs
}

function oneLine(text: string | undefined): string | undefined {
  return text?.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ').slice(0, 500)
}

/** The event and the workflow run the action was started by. */
export interface WorkflowEnvironment {
  readonly eventName: string
  readonly eventPath: string | undefined
  /** `owner/name`. */
  readonly repository: string
  readonly runId: string | undefined
  readonly commit: string | undefined
}

/** Reads what the runner says about the event. */
export function readWorkflowEnvironment(runner: Runner): WorkflowEnvironment {
  return {
    eventName: runner.variable('GITHUB_EVENT_NAME') ?? '',
    eventPath: runner.variable('GITHUB_EVENT_PATH'),
    repository: runner.variable('GITHUB_REPOSITORY') ?? '',
    runId: runner.variable('GITHUB_RUN_ID'),
    commit: runner.variable('GITHUB_SHA')
  }
}
