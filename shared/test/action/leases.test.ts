import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { acquireLease, type Lease, type LeaseRequest } from '../../src/action/leases.js'
import type { ObjectStore } from '../../src/ports/object-store.js'
import { FaultyObjectStore, Killed } from '../../testing/fakes/faulty-object-store.js'
import { InMemoryObjectStore } from '../../testing/fakes/in-memory-object-store.js'

const TTL = 60
const GRACE = 30

/** A group of places, and the time its holders go by. */
class Group {
  readonly store: ObjectStore
  readonly limit: number
  seconds = 0

  constructor(limit: number, store: ObjectStore = new InMemoryObjectStore()) {
    this.limit = limit
    this.store = store
  }

  request(holder: string): LeaseRequest {
    const clock = { now: () => new Date(Date.UTC(2025, 0, 10) + this.seconds * 1000) }
    return { group: 'training-jobs', limit: this.limit, holder, ttlSeconds: TTL, clock }
  }

  acquire(holder: string, store: ObjectStore = this.store): Promise<Lease | undefined> {
    return acquireLease(store, this.request(holder))
  }

  /** A lease that must be had. */
  async take(holder: string): Promise<Lease> {
    const lease = await this.acquire(holder)
    if (lease === undefined) throw new Error(`${holder} got no place`)
    return lease
  }
}

describe('leases', () => {
  test('of ten places, twenty who come together get ten', async () => {
    const group = new Group(10)
    const leases = await Promise.all(Array.from({ length: 20 }, (_, index) => group.acquire(`run-${index}`)))
    const slots = leases.flatMap(lease => lease?.slot ?? [])
    expect(slots.sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('are free again when they are given back', async () => {
    const group = new Group(1)
    const first = await group.take('a')
    expect(await group.acquire('b')).toBeUndefined()
    await first.release()
    expect((await group.take('b')).slot).toBe(1)
  })

  test('are the same for a holder that comes again', async () => {
    const group = new Group(3)
    const first = await group.take('a')
    expect((await group.take('a')).slot).toBe(first.slot)
    expect(await first.renew()).toBe(false)
  })

  test.each([
    { seconds: TTL - 1, taken: false },
    { seconds: TTL + GRACE - 1, taken: false },
    { seconds: TTL + GRACE, taken: true }
  ])('of a holder that was silent for $seconds s are taken over: $taken', async ({ seconds, taken }) => {
    const group = new Group(1)
    const dead = await group.take('dead')
    group.seconds = seconds
    expect((await group.acquire('next')) !== undefined).toBe(taken)
    expect(await dead.renew()).toBe(!taken)
  })

  test('that are renewed stay', async () => {
    const group = new Group(1)
    const lease = await group.take('a')
    for (let minute = 1; minute <= 5; minute++) {
      group.seconds = minute * 60
      expect(await lease.renew()).toBe(true)
      expect(lease.expiresAt).toEqual(new Date(Date.UTC(2025, 0, 10, 0, minute + 1)))
      expect(await group.acquire('b')).toBeUndefined()
    }
  })

  test('given back too late take nothing from the next holder', async () => {
    const group = new Group(1)
    const dead = await group.take('dead')
    group.seconds = TTL + GRACE
    const next = await group.take('next')
    await dead.release()
    expect(await next.renew()).toBe(true)
    expect(await group.acquire('third')).toBeUndefined()
  })

  test.each(['before', 'after'] as const)(
    'a job killed %s it takes a place does not lose it for ever',
    async when => {
      const group = new Group(1)
      await expect(group.acquire('dead', new FaultyObjectStore(group.store, 1, when))).rejects.toThrow(Killed)
      group.seconds = TTL + GRACE
      expect((await group.take('next')).slot).toBe(1)
    }
  )
})

/** A store whose every answer waits for its turn. */
function slowed(store: ObjectStore, turn: <T>(work: () => Promise<T>) => Promise<T>): ObjectStore {
  return {
    location: store.location,
    uri: key => store.uri(key),
    read: (key, maxBytes) => turn(() => store.read(key, maxBytes)),
    write: (key, bytes, condition) => turn(() => store.write(key, bytes, condition)),
    download: (key, path) => store.download(key, path),
    upload: (path, key) => store.upload(path, key),
    list: prefix => store.list(prefix),
    remove: key => store.remove(key)
  }
}

type Step = { readonly what: 'renew' | 'release' } | { readonly what: 'wait'; readonly seconds: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ what: fc.constantFrom('renew' as const, 'release' as const) }),
  fc.record({ what: fc.constant('wait' as const), seconds: fc.integer({ min: 1, max: 120 }) })
)

test('in every order of events a place has one holder, and there are never more than the limit', async () => {
  const programs = fc.array(fc.array(step, { maxLength: 4 }), { minLength: 2, maxLength: 6 })
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      programs,
      fc.integer({ min: 1, max: 3 }),
      async (scheduler, holders, limit) => {
        const group = new Group(limit)
        const held = new Map<string, Lease>()
        const turn = async <T>(work: () => Promise<T>): Promise<T> => {
          await scheduler.schedule(Promise.resolve())
          return work()
        }
        const check = () => {
          const now = Date.UTC(2025, 0, 10) + group.seconds * 1000
          const living = [...held.values()].filter(lease => lease.expiresAt.getTime() > now)
          expect(living.length).toBeLessThanOrEqual(limit)
          expect(new Set(living.map(lease => lease.slot)).size).toBe(living.length)
        }
        const live = async (name: string, steps: readonly Step[]) => {
          const lease = await group.acquire(name, slowed(group.store, turn))
          if (lease !== undefined) held.set(name, lease)
          check()
          for (const next of steps) {
            if (next.what === 'wait') group.seconds += next.seconds
            else if (lease !== undefined && held.has(name)) await use(lease, name, next.what)
            check()
          }
        }
        const use = async (lease: Lease, name: string, what: 'renew' | 'release') => {
          if (what === 'renew') {
            if (!(await lease.renew())) held.delete(name)
            return
          }
          // From the moment it begins to give the place back, the holder does not count on it.
          held.delete(name)
          await lease.release()
        }
        const lives = holders.map((steps, index) => live(`run-${index}`, steps))
        await scheduler.waitFor(Promise.all(lives))
      }
    )
  )
})
