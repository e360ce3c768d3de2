import { readCommentCommand } from '../../../shared/src/domain/intake/comment-command.js'
import { handleApproval } from './approval.js'
import { authorize, permissionMissing, permissionUnknown } from './authorize.js'
import { handleCancel } from './cancel.js'
import {
  answered,
  badArguments,
  forAnotherAction,
  severalCommands,
  unknownWord,
  type CommandRequest
} from './command-outcome.js'
import { readConversation } from './conversation-store.js'
import type { CommentEvent } from './event.js'
import { furtherCommands } from './further-commands.js'
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
  const authority = await authorize(call, event.sender, word)
  const about = { command: word, issue }
  if (!authority.known) return permissionUnknown(event.sender, authority.why, about)
  if (!authority.allowed) return permissionMissing(authority, about)
  if (reading.kind === 'unknown-word') return unknownWord(reading, issue)
  if (reading.kind === 'bad-arguments') return badArguments(reading, issue)
  const further = await furtherCommands(event.body)
  if (further.length > 0) return severalCommands(further, about)
  return carryOut(call, { event, command: reading.command, authorization: authority })
}

async function carryOut(call: ParseIssueCall, request: CommandRequest): Promise<ParseIssueOutcome> {
  const { event, command } = request
  switch (command.word) {
    case 'retrain':
      return handleRetrain(call, request)
    case 'approve':
    case 'reject':
      return handleApproval(call, request)
    case 'cancel':
      return handleCancel(call, request)
    case 'rollback':
      return forAnotherAction(event, command, await readConversation(call.ports.store, event.issue.number))
    case 'status':
    case 'help':
      return answered(event, command, await readConversation(call.ports.store, event.issue.number))
  }
}
