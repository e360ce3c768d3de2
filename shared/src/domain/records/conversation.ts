import * as z from 'zod/mini'
import { trainingRequest } from '../request/training-request.js'
import { semanticVersion, sha256, timestamp, trainingId } from './schema.js'

/** What has been asked, allowed and run in an issue: `issues/<number>.json`, changed by compare-and-swap. */
export const conversation = z.lazy(() => {
  const author = {
    actor: z.string(),
    /** The actor's permission when the event was read. */
    permission: z.string(),
    at: timestamp
  }
  /** A request exactly as it was parsed when the label was set or the comment written. */
  const asked = z.object({ ...author, request_sha256: sha256, request: trainingRequest })
  const approval = z.object({
    ...author,
    decision: z.enum(['approved', 'rejected']),
    /** The event that said so, as in `runs`. */
    trigger: z.optional(z.string()),
    /** The request that was approved. */
    request_sha256: z.optional(sha256),
    /** The model version that was approved or rejected. */
    version: z.optional(semanticVersion)
  })
  const run = z.object({
    training_id: trainingId,
    /**
     * The event that asked for it: `label:<time>:<digest of the issue's text>` or `comment:<id>`; a duplicate delivery has
     * the same one, a label that was set again over another text has not.
     */
    trigger: z.string(),
    command: z.enum(['train', 'retrain', 'approve']),
    request_sha256: sha256,
    attempt: z.int().check(z.positive()),
    at: timestamp
  })
  return z.object({
    schema_version: z.literal(1),
    issue: z.int(),
    /** Oldest first; the last one is what `/mlops retrain` starts from. */
    requests: z.array(asked),
    /** A request whose author may not start it, until someone who may approves exactly this one. */
    awaiting: z.optional(asked),
    approvals: z.array(approval),
    runs: z.array(run)
  })
})

export type Conversation = z.infer<typeof conversation>
export type ConversationRequest = Conversation['requests'][number]
export type ConversationRun = Conversation['runs'][number]

/** The run an event asked for and what it asked, where the event was read before; requests and runs are noted in pairs. */
export function runOfTrigger(
  { runs, requests }: Conversation,
  trigger: string
):
  | {
      readonly run: ConversationRun
      readonly asked: ConversationRequest
      readonly before?: ConversationRequest
    }
  | undefined {
  const index = runs.findIndex(run => run.trigger === trigger)
  const [run, asked, before] = [runs[index], requests[index], requests[index - 1]]
  if (run === undefined || asked === undefined) return undefined
  return { run, asked, ...(before === undefined ? {} : { before }) }
}

/** The conversation of an issue nobody has asked anything in. */
export function emptyConversation(issue: number): Conversation {
  return { schema_version: 1, issue, requests: [], approvals: [], runs: [] }
}
