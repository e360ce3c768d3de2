import type { DocumentNode, MapNode, Reading } from '../../../shared/src/domain/intake/document-node.js'
import { readTaggedBlock } from '../../../shared/src/domain/intake/issue-body.js'
import { diagnosticAt, sourceText, type SourceText } from '../../../shared/src/domain/intake/source-text.js'
import { defaultModelId } from '../../../shared/src/domain/intake/title.js'
import { buildRequest } from '../../../shared/src/domain/request/build-request.js'
import type { CommandRequest } from './command-outcome.js'
import { readIssueRequest } from './issue-request.js'
import { invalidRequest } from './label-event.js'
import type { ParseIssueOutcome } from './outcome.js'
import type { ParseIssueCall } from './ports.js'
import { startRun } from './start-run.js'

/**
 * Trains the last request again, with the changes of the yaml block in the comment. Without a recorded request the
 * issue itself is the request.
 */
export async function handleRetrain(
  call: ParseIssueCall,
  request: CommandRequest
): Promise<ParseIssueOutcome> {
  const { event, authorization, conversation, command } = request
  const about = { command: 'retrain', issue: event.issue.number } as const
  const last = conversation.requests.at(-1)?.request
  const base =
    last === undefined
      ? await readIssueRequest(call, event.issue, authorization.policy)
      : { ok: true as const, value: last }
  if (!base.ok) return invalidRequest(base.problems, about)
  const changes = await readChanges(sourceText('comment', event.body))
  if (!changes.ok) return invalidRequest(changes.problems, about)
  const modelId = defaultModelId(event.issue.title, event.issue.number)
  const reading = buildRequest(changes.value, { policy: authorization.policy, modelId, base: base.value })
  if (!reading.ok) return invalidRequest(reading.problems, about)
  const trigger = `comment:${event.commentId}`
  const { reason } = command
  return startRun(call, {
    ...about,
    trigger,
    at: event.createdAt,
    request: reading.value,
    authorization,
    reason
  })
}

/** The changes in a comment's one tagged block; a comment without a block changes nothing. */
async function readChanges(source: SourceText): Promise<Reading<MapNode>> {
  const block = await readTaggedBlock(source)
  if (!block.ok) return block
  const node: DocumentNode = block.value ?? { kind: 'map', source, start: 0, entries: [] }
  if (node.kind === 'map') return { ok: true, value: node }
  const message = 'a map of the fields to change was expected here'
  return { ok: false, problems: [diagnosticAt(node.source, node.start, { message })] }
}
