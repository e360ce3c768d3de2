import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import type { StoredObject, WriteCondition, WriteResult } from '../../../shared/src/ports/object-store.js'
import { InMemoryObjectStore } from '../../../shared/testing/fakes/in-memory-object-store.js'
import type { ParseIssueOutcome } from '../src/outcome.js'
import { expectSoundConversation } from './conversation-soundness.js'
import { issueBody, World } from './world.js'

/** A store whose answers come in the order that a scheduler draws. */
class ScheduledStore extends InMemoryObjectStore {
  readonly #scheduler: fc.Scheduler

  constructor(scheduler: fc.Scheduler) {
    super()
    this.#scheduler = scheduler
  }

  override async read(key: string, maxBytes?: number): Promise<StoredObject | undefined> {
    await this.#scheduler.schedule(Promise.resolve(), `read ${key}`)
    return super.read(key, maxBytes)
  }

  override async write(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<WriteResult> {
    await this.#scheduler.schedule(Promise.resolve(), `write ${key}`)
    return super.write(key, bytes, condition)
  }
}

const second = '2025-01-10T09:30:00Z'
const many = (body: string) => body.replace('max_retry: 1', 'max_retry: 30')
const edited = (dataset: string) => many(issueBody).replace('d1', dataset)
const retrain = (yaml: string) => `/mlops retrain\n\`\`\`yaml\n${yaml}\n\`\`\``

/** What happens in one second on one issue: two clicks, two edits and three commands. */
const events: readonly ((world: World) => Promise<ParseIssueOutcome>)[] = [
  world => world.label('writer', { body: many(issueBody), updatedAt: second }),
  world => world.label('writer', { body: many(issueBody), updatedAt: second }),
  world => world.label('writer', { body: edited('d2'), updatedAt: second }),
  world => world.label('reader', { body: edited('d3'), updatedAt: second }),
  world => world.comment('writer', retrain('seed: 5'), { id: 11, at: second, body: edited('d3') }),
  world =>
    world.comment('writer', retrain('hyperparameters: {max_depth: 4}'), {
      id: 12,
      at: second,
      body: edited('d3')
    }),
  world => world.comment('keeper', '/mlops approve', { id: 13, at: second, body: edited('d3') })
]

test('two clicks, two edits and three commands in one second leave one consistent conversation', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.shuffledSubarray(
        events.map((_, index) => index),
        { minLength: events.length }
      ),
      fc.array(fc.nat(events.length - 1), { maxLength: 4 }),
      async (scheduler, order, deliveredTwice) => {
        const store = new ScheduledStore(scheduler)
        // Each delivery is a job of its own: only the store is common.
        const jobs = [...order, ...deliveredTwice].flatMap(index => events[index]?.(new World(store)) ?? [])
        const outcomes = await scheduler.waitFor(Promise.all(jobs))
        const talk = expectSoundConversation(await recordsOf(store, scheduler), 7)

        const triggers = talk.runs.map(run => run.trigger)
        expect(triggers.filter(trigger => trigger.startsWith('label:'))).toHaveLength(2)
        expect(triggers).toEqual(expect.arrayContaining(['comment:11', 'comment:12']))
        const started = outcomes.filter(outcome => outcome.reasonCode.startsWith('request-a'))
        expect(new Set(started.map(outcome => outcome.run?.trainingId)).size).toBe(started.length)
        expect(started).toHaveLength(talk.runs.length)
        expectBuiltOnEachOther(talk)
      }
    ),
    { numRuns: 300 }
  )
}, 120_000)

/** Whatever came first, a retraining is its own change to the request before it, and nothing of that is lost. */
function expectBuiltOnEachOther(talk: ReturnType<typeof expectSoundConversation>): void {
  const changes = { 'comment:11': { seed: 5 }, 'comment:12': { hyperparameters: { max_depth: 4 } } } as const
  for (const [trigger, change] of Object.entries(changes)) {
    const index = talk.runs.findIndex(run => run.trigger === trigger)
    const before = talk.requests[index - 1]?.request
    if (before !== undefined) expect(talk.requests[index]?.request).toEqual({ ...before, ...change })
  }
}

async function recordsOf(
  store: InMemoryObjectStore,
  scheduler: fc.Scheduler
): Promise<ReadonlyMap<string, unknown>> {
  const records = new Map<string, unknown>()
  for await (const { key } of store.list('')) {
    const object = await scheduler.waitFor(store.read(key))
    if (object !== undefined) records.set(key, JSON.parse(new TextDecoder().decode(object.bytes)))
  }
  return records
}

test('a store that others change all the time ends in an error, not in a loop', async () => {
  class BusyStore extends InMemoryObjectStore {
    override async write(
      key: string,
      bytes: Uint8Array,
      condition?: Parameters<InMemoryObjectStore['write']>[2]
    ) {
      return key === 'issues/7.json'
        ? { written: false as const, reason: 'conflict' as const }
        : super.write(key, bytes, condition)
    }
  }
  await expect(new World(new BusyStore()).label('writer')).rejects.toMatchObject({
    code: 'store-busy'
  })
})
