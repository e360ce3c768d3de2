import { readCommonInputs, type CommonInputs } from '../../../shared/src/action/common-inputs.js'
import type { InputReader } from '../../../shared/src/action/inputs.js'
import { decisions } from './outcome.js'

// What the history branch itself would refuse, told with the other inputs.
const BRANCH =
  /^(?!refs\/|HEAD$)(?!.*(?:\.\.|\/\/|\.lock$|\.lock\/|\/\.|\.\/))[A-Za-z0-9][A-Za-z0-9._/-]{0,199}(?<![/.])$/
const DIRECTORY = /^(?!.*(?:\.\.|\/\/|\/\.\/|\/\.git\.*(?:\/|$)))[A-Za-z0-9][A-Za-z0-9._/-]{0,199}(?<![/.])$/i
const WHOLE_NUMBER = /^[1-9]\d{0,9}$/

/** The inputs of `record-history`. */
export interface HistoryInputs extends CommonInputs {
  readonly operation: 'record' | 'verify'
  readonly branch: string
  readonly path: string
  readonly issueNumber: number | undefined
  readonly slackWebhookUrl: string | undefined
  readonly snsTopicArn: string | undefined
}

/** Reads the inputs of `record-history`. */
export function readHistoryInputs(reader: InputReader): HistoryInputs {
  const common = readCommonInputs(reader, decisions)
  const operation = reader.choice('operation', ['record', 'verify'], 'record')
  if (operation === 'record' && common.trainingId === undefined) {
    reader.reject('training-id', 'is empty', 'Pass the training-id output of parse-issue.')
  }
  const issue = reader.matching('issue-number', WHOLE_NUMBER, 'an issue number')
  return {
    ...common,
    operation,
    branch: reader.matching('branch', BRANCH, 'a branch name') ?? 'mlops-history',
    path: reader.matching('path', DIRECTORY, 'a directory inside the repository') ?? 'training_history',
    issueNumber: issue === undefined ? undefined : Number(issue),
    slackWebhookUrl: reader.text('slack-webhook-url'),
    snsTopicArn: reader.text('sns-topic-arn')
  }
}
