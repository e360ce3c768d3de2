import type { CommentCommand } from '../../../shared/src/domain/intake/comment-command.js'
import { explained, type Diagnostic } from '../../../shared/src/domain/intake/source-text.js'
import { defaultModelId } from '../../../shared/src/domain/intake/title.js'
import type { Conversation } from '../../../shared/src/domain/records/conversation.js'
import { phrase } from '../../../shared/src/domain/text/phrase.js'
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
    headline: phrase`/mlops ${word} is carried out by another action`,
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
    headline: phrase`/mlops ${word} is answered by a comment`,
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
  const modelId = modelOf(event, conversation)
  const run = last === undefined ? {} : { trainingId: last.training_id, attempt: last.attempt }
  return { issue: issue.number, modelId, ...run }
}

/** The model an issue is about: that of the last request, else the one its title names. */
export function modelOf({ issue }: CommentEvent, { requests }: Conversation): string {
  return requests.at(-1)?.request.model_id ?? defaultModelId(issue.title, issue.number)
}

/** A command with everything that is known about who gave it and where. */
export interface CommandRequest {
  readonly event: CommentEvent
  readonly command: CommentCommand
  readonly authorization: Authorization
}

/** The outcome for a word that is no command. */
export function unknownWord(
  { word, nearest }: { readonly word: string; readonly nearest: string | undefined },
  issue: number
): ParseIssueOutcome {
  const hint =
    nearest === undefined ? 'Write /mlops help for the list.' : phrase`Did you mean "/mlops ${nearest}"?`
  const problems = [explained('comment:1:8', { message: phrase`"${word}" is no command`, hint })]
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
  const hint = takesVersion
    ? phrase`Write "/mlops ${word} v1.2.3 reason: why".`
    : phrase`Write "/mlops ${word} reason: why".`
  const message = phrase`"${word}" does not take "${argument}"`
  const problems = [explained('comment:1:8', { message, hint })]
  const headline = phrase`/mlops ${word} has an argument it does not take`
  return { decision: 'invalid', reasonCode: 'command-arguments', headline, command: word, problems, issue }
}

/** The outcome for a comment with more than one command: which of them first, and what if one fails, nobody can know. */
export function severalCommands(
  problems: readonly Diagnostic[],
  about: Pick<ParseIssueOutcome, 'command' | 'issue'>
): ParseIssueOutcome {
  const headline = 'the comment holds more than one command; none was carried out'
  return { decision: 'invalid', reasonCode: 'several-commands', headline, problems, ...about }
}
