import { readRecord, swapRecord, type RecordChange } from '../../../shared/src/action/record-store.js'
import {
  conversation,
  emptyConversation,
  type Conversation
} from '../../../shared/src/domain/records/conversation.js'
import { layout } from '../../../shared/src/domain/store/layout.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'

/** The conversation of an issue, as it is stored. */
export async function readConversation(store: ObjectStore, issue: number): Promise<Conversation> {
  return (
    (await readRecord(store, layout.conversation(issue), conversation))?.value ?? emptyConversation(issue)
  )
}

/** What a change comes to; without `next` the conversation stays as it is. */
export type Changed<T> = RecordChange<Conversation, T>

/** Changes the conversation as `swapRecord` does; an issue nobody has asked anything in has an empty one. */
export async function changeConversation<T>(
  store: ObjectStore,
  issue: number,
  change: (current: Conversation) => Changed<T> | Promise<Changed<T>>
): Promise<T> {
  return swapRecord<Conversation, T>(store, layout.conversation(issue), {
    schema: conversation,
    change: current => change(current ?? emptyConversation(issue))
  })
}
