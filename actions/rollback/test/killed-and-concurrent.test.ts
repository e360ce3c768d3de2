import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { FileDigest, ObjectStore } from '../../../shared/src/ports/object-store.js'
import { trainingIdOf } from '../../../shared/testing/builders/records.js'
import { FaultyObjectStore, Killed } from '../../../shared/testing/fakes/faulty-object-store.js'
import { S3World } from '../../../shared/test/adapters/aws/s3/s3-world.js'
import { World } from './world.js'

/** A store in which something happens once, just before the first file is fetched or stored. */
class InterruptedStore extends FaultyObjectStore {
  readonly #happen: () => Promise<unknown>
  #happened = false

  constructor(store: ObjectStore, happen: () => Promise<unknown>) {
    super(store)
    this.#happen = happen
  }

  override async download(key: string, filePath: string): Promise<FileDigest> {
    await this.#once()
    return super.download(key, filePath)
  }

  override async upload(filePath: string, key: string): Promise<FileDigest> {
    await this.#once()
    return super.upload(filePath, key)
  }

  async #once(): Promise<void> {
    if (this.#happened) return
    this.#happened = true
    await this.#happen()
  }
}

let world: World
beforeEach(async () => {
  world = new World()
  for (const number of [1, 2, 3]) await world.run(number)
})
afterEach(() => {
  expect(world.leftovers()).toEqual([])
  world.close()
})

describe('a job that is killed', () => {
  test('has one change to make', async () => {
    const counting = new FaultyObjectStore(world.store)
    await world.call({}, counting)
    expect(counting.changes).toBe(1)
  })

  test.each(['before', 'after'] as const)(
    '%s it leaves all or nothing, and the next try ends it',
    async when => {
      const dying = new FaultyObjectStore(world.store, 1, when)
      await expect(world.call({}, dying)).rejects.toThrow(Killed)
      expect(await world.stages()).toEqual(
        when === 'before'
          ? ['v1.0.0 archived', 'v1.0.1 archived', 'v1.0.2 production']
          : ['v1.0.0 archived', 'v1.0.1 production', 'v1.0.2 quarantined']
      )
      const again = await world.call()
      expect(again).toMatchObject({
        decision: when === 'before' ? 'rolled-back' : 'nothing-to-do',
        from: 'v1.0.2',
        to: 'v1.0.1'
      })
      expect((await world.registry())?.quarantine).toHaveLength(1)
    }
  )
})

describe('at the same time', () => {
  test('five rollbacks are one', async () => {
    const outcomes = await Promise.all(Array.from({ length: 5 }, () => world.call()))
    expect(outcomes.map(({ to }) => to)).toEqual(Array.from({ length: 5 }, () => 'v1.0.1'))
    expect(outcomes.filter(({ decision }) => decision === 'rolled-back')).toHaveLength(1)
    expect((await world.registry())?.quarantine).toHaveLength(1)
  })

  test('a registration is kept, and what nobody complained about stays in production', async () => {
    await world.putRun(4)
    const [registered, back] = await Promise.all([
      world.register({ 'training-id': trainingIdOf(4) }),
      world.call()
    ])
    expect(registered).toMatchObject({ decision: 'registered', version: 'v1.0.3' })
    const registry = await world.registry()
    expect(registry?.production).toBe('v1.0.3')
    expect(['rolled-back', 'refused']).toContain(back.decision)
    expect(registry?.quarantine.map(({ version }) => version)).toEqual(
      back.decision === 'rolled-back' ? ['v1.0.2'] : []
    )
  })

  test('a promotion while the files are compared makes the rollback ask again', async () => {
    await world.run(4, { approval: 'manual' })
    const store = new InterruptedStore(world.store, () =>
      world.register({ operation: 'promote', 'model-id': 'churn', version: 'v1.0.3' })
    )
    expect(await world.call({}, store)).toMatchObject({
      decision: 'refused',
      reasonCode: 'production-changed',
      message: expect.objectContaining({ values: ['v1.0.3'] })
    })
    expect(await world.registry()).toMatchObject({ production: 'v1.0.3', quarantine: [] })
  })

  test('a new candidate meanwhile is kept', async () => {
    await world.putRun(4)
    const store = new InterruptedStore(world.store, () =>
      world.register({ 'training-id': trainingIdOf(4), approval: 'manual' })
    )
    expect(await world.call({}, store)).toMatchObject({ decision: 'rolled-back', to: 'v1.0.1' })
    expect(await world.stages()).toContain('v1.0.3 candidate')
  })

  test('a registration of what goes into quarantine meanwhile is refused', async () => {
    await world.putRun(4, 3)
    const store = new InterruptedStore(world.store, () => world.call())
    expect(await world.register({ 'training-id': trainingIdOf(4) }, store)).toMatchObject({
      decision: 'refused',
      reasonCode: 'quarantined',
      version: undefined
    })
    expect(await world.registry()).toMatchObject({ production: 'v1.0.1' })
  })
})

test('rollbacks and registrations at the same time on one model in S3 lose nothing', async () => {
  const aws = await S3World.open()
  const shared = new World(aws.store())
  try {
    for (const number of [1, 2]) await shared.run(number)
    for (const number of [3, 4, 5]) await shared.putRun(number)
    aws.server.s3.conflictsOnRace = true
    const [first, second, ...registered] = await Promise.all([
      shared.call({ from: 'v1.0.1' }, aws.store()),
      shared.call({ from: 'v1.0.1' }, aws.store()),
      ...[3, 4, 5].map(number => shared.register({ 'training-id': trainingIdOf(number) }, aws.store()))
    ])
    const registry = await shared.registry()
    expect(registered.map(({ decision }) => decision)).toEqual(registered.map(() => 'registered'))
    expect(registry?.versions).toHaveLength(5)
    const done = [first, second].filter(({ decision }) => decision === 'rolled-back')
    expect(registry?.quarantine).toHaveLength(done.length)
    expect(done.length).toBeLessThanOrEqual(1)
    const inProduction = registry?.versions.filter(({ stage }) => stage === 'production')
    expect(inProduction?.map(({ version }) => version)).toEqual([registry?.production])
  } finally {
    shared.close()
    expect(await aws.close()).toEqual([])
  }
})
