import { expect } from '@jest/globals'
import { conversation, type Conversation } from '../../../shared/src/domain/records/conversation.js'
import { requestRecord } from '../../../shared/src/domain/records/request-record.js'
import { requestDigest } from '../../../shared/src/domain/request/request-digest.js'
import { layout } from '../../../shared/src/domain/store/layout.js'

/** The records of a store, as JSON by key. */
export type Records = ReadonlyMap<string, unknown>

/**
 * Expects what must hold of a conversation whatever happened at once: every run is asked for, approved, numbered in order,
 * of one event, and has its request; and there is no request of a run that the conversation does not know.
 */
export function expectSoundConversation(records: Records, issue: number): Conversation {
  const talk = conversation.parse(records.get(layout.conversation(issue)))
  const { runs, requests, approvals } = talk
  expect(requests.map(({ request_sha256: digest }) => digest)).toEqual(runs.map(run => run.request_sha256))
  for (const { request, request_sha256: digest } of requests) expect(requestDigest(request)).toBe(digest)
  expect(runs.map(run => run.attempt)).toEqual(runs.map((_, index) => index + 1))
  expect(new Set(runs.map(run => run.trigger)).size).toBe(runs.length)
  expect(new Set(runs.map(run => run.training_id)).size).toBe(runs.length)
  for (const run of runs) {
    const record = requestRecord.parse(records.get(layout.request(run.training_id)))
    expect(record).toMatchObject({
      training_id: run.training_id,
      attempt: run.attempt,
      command: run.command,
      request_sha256: run.request_sha256,
      created_at: run.at
    })
    expect(approvals.filter(({ trigger }) => trigger === run.trigger)).toMatchObject([
      { decision: 'approved', request_sha256: run.request_sha256, actor: record.actor }
    ])
  }
  const known = runs.map(run => layout.request(run.training_id)).sort()
  expect([...records.keys()].filter(key => key.startsWith('runs/')).sort()).toEqual(known)
  return talk
}
