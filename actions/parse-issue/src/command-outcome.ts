import type { CommentCommand } from '../../../shared/src/domain/intake/comment-command.js'
import { defaultModelId } from '../../../shared/src/domain/intake/title.js'
import type { Conversation } from '../../../shared/src/domain/records/conversation.js'
import type { Authorization } from './authorize.js'
import type { CommentEvent } from './event.js'
import type { ParseIssueOutcome } from './outcome.js'

/** A command that the workflow hands to another action, with what that action needs to know. */
export function forAnotherAction(
  event: CommentEvent,
  command: CommentCommand,
  conversation: Conversation
): ParseIssueOutcome {
  const { word, ...commandArguments } = command
  return {
    decision: 'accepted',
    reasonCode: 'command-accepted',
    headline: `/mlops ${word} is carried out by another action`,
    command: word,
    commandArguments,
    ...latestOf(event, conversation)
  }
}

/** A command that parse-issue answers itself, by a comment. */
export function answered(
  event: CommentEvent,
  { word }: CommentCommand,
  conversation: Conversation
): ParseIssueOutcome {
  return {
    decision: 'accepted',
    reasonCode: 'answered',
    headline: `/mlops ${word} is answered by a comment`,
    command: word,
    ...latestOf(event, conversation)
  }
}

function latestOf(
  event: CommentEvent,
  conversation: Conversation
): Pick<ParseIssueOutcome, 'issue' | 'modelId' | 'trainingId' | 'attempt'> {
  const { issue } = event
  const last = conversation.runs.at(-1)
  const modelId = conversation.requests.at(-1)?.request.model_id ?? defaultModelId(issue.title, issue.number)
  const run = last === undefined ? {} : { trainingId: last.training_id, attempt: last.attempt }
  return { issue: issue.number, modelId, ...run }
}

/** A command with everything that is known about who gave it and where. */
export interface CommandRequest {
  readonly event: CommentEvent
  readonly command: CommentCommand
  readonly authorization: Authorization
  readonly conversation: Conversation
}

/** The outcome for a word that is no command. */
export function unknownWord(
  { word, nearest }: { readonly word: string; readonly nearest: string | undefined },
  issue: number
): ParseIssueOutcome {
  const hint = nearest === undefined ? 'Write /mlops help for the list.' : `Did you mean "/mlops ${nearest}"?`
  const problems = [{ place: 'comment:1:8', message: `"${word}" is no command`, hint }]
  return {
    decision: 'invalid',
    reasonCode: 'command-unknown',
    headline: 'the comment holds no known command',
    problems,
    issue
  }
}

/** The outcome for a command with an argument it does not take. */
export function badArguments(
  { word, argument }: { readonly word: CommentCommand['word']; readonly argument: string },
  issue: number
): ParseIssueOutcome {
  const takesVersion = word === 'approve' || word === 'reject' || word === 'rollback'
  const hint = `Write "/mlops ${word}${takesVersion ? ' v1.2.3' : ''} reason: why".`
  const problems = [{ place: 'comment:1:8', message: `"${word}" does not take "${argument}"`, hint }]
  const headline = `/mlops ${word} has an argument it does not take`
  return { decision: 'invalid', reasonCode: 'command-arguments', headline, command: word, problems, issue }
}
