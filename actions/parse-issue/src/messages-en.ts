import { inEnglish } from '../../../shared/src/domain/text/phrase.js'
import type { ParseIssueMessages } from './parse-issue-messages.js'

export const en: ParseIssueMessages = {
  title: 'Training request',
  decisions: {
    accepted: 'accepted',
    invalid: 'cannot be used yet',
    unauthorized: 'not allowed',
    ignored: 'nothing to do',
    exhausted: 'no attempt left'
  },
  invalidIntro: 'Nothing was started. These places need a correction:',
  invalidOutro: 'Edit the issue, then remove the label and set it again. This comment is kept up to date.',
  commandOutro:
    'Write the command in a new comment: edited ones are not read. This comment is kept up to date.',
  handedOn: 'It may have to wait for its turn; this comment then tells the result.',
  policyBroken: 'the policy cannot be used',
  policyIntro:
    'Nothing was done. The policy of the repository has problems, and as long as it has, no request and no command is accepted:',
  policyOutro:
    'When they are corrected on the default branch, set the label again or write the command anew.',
  hint: 'Hint',
  say: inEnglish,
  unauthorized:
    'Nothing was started. Someone with the required permission can set the label again or write `/mlops approve`; the approval covers the request exactly as it stands.',
  unauthorizedCommand: 'Nothing was done. Someone with the required permission can write the command.',
  exhausted:
    'The first attempt and all its retries are used up. A higher `max_retry`, where the policy allows it, gives more.',
  accepted: ({ trainingId, attempt }) => `The run ${trainingId} (attempt ${attempt}) is on its way.`,
  request: 'Request',
  model: 'Model',
  algorithm: 'Algorithm',
  dataset: 'Data set',
  again: 'Runs again',
  issue: 'Issue',
  reason: 'Why',
  report: 'Drift report',
  run: 'Run',
  attempt: 'Attempt',
  status: 'Training',
  gate: 'Gate',
  statusTitle: 'Status',
  noRuns: 'Nothing has been trained from this issue yet.',
  awaiting: 'A request is waiting for `/mlops approve`.',
  attemptsLeft: 'Attempts left',
  cost: 'Cost so far',
  missed: 'Not met',
  missedRule: ({ expression, value, shortBy }) =>
    `${expression}: ${value ?? 'undefined'}${shortBy === undefined ? '' : ` (${shortBy} away)`}`,
  changes: 'Changes',
  noChanges: 'Nothing differs from the request before.',
  field: 'Field',
  before: 'Before',
  after: 'Now',
  helpTitle: 'Commands',
  command: 'Command',
  effect: 'What it does',
  help: {
    retrain:
      'Trains the last request again, with the changes of a `yaml` block in the comment, if there is one; `field: null` takes a field out.',
    approve: 'Starts the request that waits for approval, or promotes a candidate version.',
    reject: 'Rejects the waiting request or a candidate version.',
    rollback: 'Puts an earlier version back into production and quarantines the present one.',
    cancel: 'Stops the training that is running.',
    status: 'Shows the runs of this issue.',
    help: 'Shows this list.'
  },
  reasonCode: 'Reason code'
}
