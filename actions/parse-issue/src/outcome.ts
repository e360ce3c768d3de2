import { storeReasonCodes } from '../../../shared/src/action/store-reasons.js'
import type { Attempt } from './attempts.js'
import type { ChangedField } from './request-changes.js'
import type { TrainingRequest } from '../../../shared/src/domain/request/training-request.js'
import type { Diagnostic } from '../../../shared/src/domain/intake/source-text.js'
import type { Wording } from '../../../shared/src/domain/text/phrase.js'
import type { RerunOrigin } from './rerun-origin.js'

/** The words of `decision`. */
export const decisions = ['accepted', 'invalid', 'unauthorized', 'ignored', 'exhausted'] as const
export type ParseIssueDecision = (typeof decisions)[number]

/** Every reason code, by decision; `error` lists what fails the step whatever `fail-on` says. */
export const reasonCodes = {
  accepted: {
    'request-accepted': 'The request is valid and starts a training.',
    'request-approved': 'A request that waited for approval was approved and starts a training.',
    'run-attached': 'The same event asked before; the outputs point at the run it started.',
    'run-restarted':
      'The same event asked before and its run failed; it is started again under `<id>-2`, `-3`, …',
    'command-accepted': 'The command is for another action; the outputs say which and with what.',
    'request-rejected':
      'The request that waited for approval was rejected; there is nothing left for another action to do.',
    answered: '`/mlops status` or `/mlops help` was answered by a comment.'
  },
  invalid: {
    'request-invalid': 'The request cannot be used; every problem is listed with its line and column.',
    'command-unknown': 'The word after `/mlops` is no command.',
    'command-arguments': 'The command has an argument it does not take.',
    'several-commands': 'The comment holds more than one command; none was carried out.',
    'nothing-waiting':
      '`/mlops approve` or `/mlops reject` without a version, where neither a request waits nor the latest run made a candidate.',
    'nothing-to-cancel': '`/mlops cancel` in an issue from which nothing was ever trained.',
    'request-changed':
      'The request was edited after it was submitted; an approval covers what was submitted. The changes are shown.',
    'request-file-missing': 'There is no file at `request-file`.',
    'rerun-unknown': '`rerun-of` names no run, and no model with a registered version.',
    'rerun-record-missing': 'The run that made the version to train again has no request.json in this store.',
    'rerun-withdrawn': 'All versions of the model that `rerun-of` names are rejected or quarantined.',
    'nothing-requested': 'A schedule or dispatch without `request-file` and `rerun-of`.'
  },
  unauthorized: {
    'permission-missing': "The sender's permission is below the required one.",
    'permission-unknown': "The sender's permission could not be read, or there is no token to read it with."
  },
  ignored: {
    'other-event': 'The event is none that parse-issue reads.',
    'other-action': 'The issue was not labelled, or the comment not created.',
    'other-label': 'Another label than the `label` input was added.',
    'pull-request': 'The event belongs to a pull request.',
    'from-bot': 'The comment was written by a bot.',
    'no-command': 'The comment does not start with `/mlops`.',
    'data-unchanged':
      'With `skip-unchanged`: the version in production was made by this request from the same training data.'
  },
  exhausted: {
    'attempts-exhausted': 'The first attempt and all its retries (`max_retry`) are used up.'
  },
  error: {
    'invalid-inputs': 'An input is wrong; all problems are listed.',
    'policy-invalid': 'The policy file cannot be used; all problems are listed.',
    'event-unreadable': "The event's payload is missing or not one of GitHub's.",
    'file-outside': 'A file that an input names leads out of the workspace, by `..` or by a link.',
    'file-too-large': 'A file that an input names, or the payload of the event, is too large to be read.',
    'record-unreadable': 'A record in the store is damaged.',
    ...storeReasonCodes
  }
} as const

type Codes = typeof reasonCodes
export type ReasonCode = { [D in ParseIssueDecision]: keyof Codes[D] }[ParseIssueDecision]

export const commands = [
  'train',
  'retrain',
  'approve',
  'reject',
  'rollback',
  'cancel',
  'status',
  'help'
] as const
export type Command = (typeof commands)[number]

/** The run a request belongs to. */
export interface RequestedRun {
  readonly trainingId: string
  readonly attempt: number
  readonly request: TrainingRequest
  readonly requestSha256: string
}

/** What `parse-issue` decided. */
export interface ParseIssueOutcome {
  readonly decision: ParseIssueDecision
  /** Unauthorized, but with a role in the repository: such a person is told. */
  readonly senderHasRole?: boolean
  readonly reasonCode: ReasonCode
  /** One sentence. */
  readonly headline: Wording
  readonly command?: Command
  readonly commandArguments?: Readonly<Record<string, string>>
  /** The run that is to be trained; present exactly when training should start. */
  readonly run?: RequestedRun
  /** The latest run of the conversation, for commands that are about it. */
  readonly trainingId?: string
  readonly modelId?: string
  readonly attempt?: number
  readonly problems?: readonly Diagnostic[]
  /** What differs from the request before: the one that was submitted, or the one that is trained again. */
  readonly changes?: readonly ChangedField[]
  /** What became of the attempts that are used up. */
  readonly attempts?: readonly Attempt[]
  readonly issue?: number
  /** Whose recorded request is run again. */
  readonly origin?: RerunOrigin
  /** Address of the drift report that asks for the run. */
  readonly report?: string
  readonly warnings?: readonly string[]
}

/** The action's own outputs. */
export function toOutputs(outcome: ParseIssueOutcome): Record<string, string> {
  const { run } = outcome
  const { command, commandArguments } = allowedCommand(outcome)
  return {
    proceed: String(run !== undefined),
    request: run === undefined ? '' : JSON.stringify(run.request),
    'training-id': run?.trainingId ?? outcome.trainingId ?? '',
    'model-id': run?.request.model_id ?? outcome.modelId ?? '',
    attempt: String(run?.attempt ?? outcome.attempt ?? ''),
    command: command ?? '',
    'command-arguments': JSON.stringify(commandArguments ?? {})
  }
}

/** Only an accepted command is handed on: a workflow that looks at `command` alone must not carry out a refused one. */
function allowedCommand(outcome: ParseIssueOutcome): Pick<ParseIssueOutcome, 'command' | 'commandArguments'> {
  return outcome.decision === 'accepted' ? outcome : {}
}

/** The action's own fields of the `result` output. */
export function toResult(outcome: ParseIssueOutcome): Record<string, unknown> {
  const { run } = outcome
  const { command, commandArguments } = allowedCommand(outcome)
  return {
    proceed: run !== undefined,
    command: command ?? null,
    command_arguments: commandArguments ?? {},
    training_id: run?.trainingId ?? outcome.trainingId ?? null,
    model_id: run?.request.model_id ?? outcome.modelId ?? null,
    attempt: run?.attempt ?? outcome.attempt ?? null,
    request_sha256: run?.requestSha256 ?? null,
    issue: outcome.issue ?? null,
    rerun_of: outcome.origin?.trainingId ?? null,
    report: outcome.report ?? null,
    problems: (outcome.problems ?? []).map(({ place, message, hint }) => ({
      place,
      message,
      hint: hint ?? null
    })),
    changes: (outcome.changes ?? []).map(({ name, before, after }) => ({
      field: name,
      before: before ?? null,
      after: after ?? null
    }))
  }
}
