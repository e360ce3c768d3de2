import { readRecord, writeRecord } from '../../../shared/src/action/record-store.js'
import {
  conversation,
  emptyConversation,
  type Conversation
} from '../../../shared/src/domain/records/conversation.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import { ServiceError } from '../../../shared/src/errors.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

// Of many writers at once one succeeds in every round, so this is how many may speak in the same moment.
const maxTries = 100

/** The conversation of an issue, as it is stored. */
export async function readConversation(store: ObjectStore, issue: number): Promise<Conversation> {
  return (
    (await readRecord(store, layout.conversation(issue), conversation))?.value ?? emptyConversation(issue)
  )
}

/** What a change comes to; without `next` the conversation stays as it is. */
export interface Changed<T> {
  readonly result: T
  readonly next?: Conversation
}

/**
 * Changes the conversation by compare-and-swap: `change` is called anew when somebody else came first. Too many of them:
 * `ServiceError` `conversation-busy`.
 */
export async function changeConversation<T>(
  store: ObjectStore,
  issue: number,
  change: (current: Conversation) => Changed<T> | Promise<Changed<T>>
): Promise<T> {
  const key = layout.conversation(issue)
  for (let attempt = 0; attempt < maxTries; attempt += 1) {
    const stored = await readRecord(store, key, conversation)
    const { result, next } = await change(stored?.value ?? emptyConversation(issue))
    if (next === undefined) return result
    const condition = stored === undefined ? ({ absent: true } as const) : { etag: stored.etag }
    if ((await writeRecord(store, key, next, condition)).written) return result
  }
  throw new ServiceError(
    'conversation-busy',
    `${store.uri(key)} was changed by others ${maxTries} times in a row`,
    { hint: 'Run this job again.', retryable: true }
  )
}
