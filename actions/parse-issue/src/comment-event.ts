import { readCommentCommand } from '../../../shared/src/domain/intake/comment-command.js'
import { handleApproval } from './approval.js'
import { authorize, permissionMissing, permissionUnknown } from './authorize.js'
import { readConversation } from './claim-run.js'
import { answered, badArguments, forAnotherAction, unknownWord } from './command-outcome.js'
import type { CommentEvent } from './event.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { handleRetrain } from './retrain.js'

/** A comment may hold a command; most hold none. */
export async function handleComment(call: ParseIssueCall, event: CommentEvent): Promise<ParseIssueOutcome> {
  const reading = readCommentCommand(event.body)
  const issue = event.issue.number
  if (reading.kind === 'none') {
    return {
      decision: 'ignored',
      reasonCode: 'no-command',
      headline: 'the comment does not start with /mlops',
      issue
    }
  }
  const word = reading.kind === 'command' ? reading.command.word : 'help'
  const authorization = await authorize(call, event.sender, word)
  const about = { command: word, issue }
  if (authorization === undefined) return permissionUnknown(event.sender, about)
  if (!authorization.allowed) return permissionMissing(authorization, about)
  if (reading.kind === 'unknown-word') return unknownWord(reading, issue)
  if (reading.kind === 'bad-arguments') return badArguments(reading, issue)
  const conversation = await readConversation(call.ports.store, issue)
  const request = { event, command: reading.command, authorization, conversation }
  switch (reading.command.word) {
    case 'retrain':
      return handleRetrain(call, request)
    case 'approve':
    case 'reject':
      return handleApproval(call, request)
    case 'rollback':
    case 'cancel':
      return forAnotherAction(event, reading.command, conversation)
    case 'status':
    case 'help':
      return answered(event, reading.command, conversation)
  }
}
