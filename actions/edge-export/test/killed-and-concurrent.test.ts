import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { EdgeManifest } from '../../../shared/src/domain/records/edge-manifest.js'
import type { ObjectStore } from '../../../shared/src/ports/object-store.js'
import { codeOf } from '../../../shared/testing/code-of.js'
import { FaultyObjectStore, Killed } from '../../../shared/testing/fakes/faulty-object-store.js'
import { publish } from '../src/publish.js'
import { signingOf } from '../src/signing.js'
import { expectWholeOrAbsent } from './published.js'
import { World } from './world.js'

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.close())

const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const signed = { 'signing-key': privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() }

const unsigned = (manifest: EdgeManifest) => ({
  ...{ manifest, expiresAfterMs: 1000, settingsSha256: 'a'.repeat(64) },
  signing: signingOf(undefined, undefined)
})

/** A machine whose clock is `ahead` of the world's by so many milliseconds. */
const portsOf = (store: ObjectStore, ahead = 0) => ({
  store,
  clock: { now: () => new Date(world.now + ahead) },
  pause: async (milliseconds: number) => {
    world.now += milliseconds
  }
})

/** The store as a reader sees it after every change: a manifest that stands beside other files is reported at once. */
function watched(store: ObjectStore): ObjectStore {
  const watching = async <T>(change: Promise<T>): Promise<T> => {
    const made = await change
    for (const version of ['v1.0.0', 'v1.0.1']) await expectWholeOrAbsent(world, version, publicKey)
    return made
  }
  return {
    location: store.location,
    uri: key => store.uri(key),
    read: (key, most) => store.read(key, most),
    write: (key, bytes, condition) => watching(store.write(key, bytes, condition)),
    download: (key, path) => store.download(key, path),
    upload: (path, key) => watching(store.upload(path, key)),
    list: prefix => store.list(prefix),
    remove: key => watching(store.remove(key))
  }
}

describe('a job that is killed', () => {
  // the counter, old manifest, old signature, model, signature, manifest, the current release
  const changesOfOneExport = 7

  test('makes seven changes when nobody kills it', async () => {
    await world.register(0)
    const counting = new FaultyObjectStore(watched(world.store))
    await world.call(signed, counting)
    expect(counting.changes).toBe(changesOfOneExport)
  })

  const moments = Array.from({ length: changesOfOneExport }, (_, index) => index + 1).flatMap(at =>
    (['before', 'after'] as const).map(when => ({ when, at }))
  )

  test.each(moments)(
    '$when change $at leaves no manifest or a whole one, and the next try ends',
    async moment => {
      await world.register(0)
      await world.call({ ...signed, 'max-size': '6MB' })
      const dying = new FaultyObjectStore(watched(world.store), moment.at, moment.when)
      await expect(world.call(signed, dying)).rejects.toThrow(Killed)
      await expectWholeOrAbsent(world, 'v1.0.0', publicKey)
      const again = await world.call(signed, watched(world.store))
      expect(again.decision).toBe('exported')
      expect(await expectWholeOrAbsent(world, 'v1.0.0', publicKey)).toBe(true)
      const releases = await world.releases()
      expect(releases).toMatchObject({ exporting: null, current: { version: 'v1.0.0' } })
      expect(releases?.current?.counter).toBe((await world.manifest())?.counter)
      // Counters may skip, and never go back.
      expect((await world.manifest())?.counter).toBeGreaterThan(1)
      expect(world.leftovers()).toEqual([])
    }
  )

  test('and killed again at the next try ends at the third', async () => {
    await world.register(0)
    for (const at of [4, 6]) {
      const dying = new FaultyObjectStore(watched(world.store), at, 'after')
      await expect(world.call(signed, dying)).rejects.toThrow(Killed)
    }
    expect(await world.call(signed)).toMatchObject({ decision: 'exported', reasonCode: 'exported' })
    expect(await world.manifest()).toMatchObject({ counter: 3 })
  })

  test('while another version is published leaves that one alone', async () => {
    await world.register(0)
    await world.call(signed)
    const before = await world.bytes('edge/churn/v1.0.0/manifest.json')
    await world.register(1)
    const dying = new FaultyObjectStore(watched(world.store), 5, 'after')
    await expect(world.call(signed, dying)).rejects.toThrow(Killed)
    expect(await world.bytes('edge/churn/v1.0.0/manifest.json')).toEqual(before)
    expect(await world.published('v1.0.1')).not.toContain('manifest.json')
    expect(await world.releases()).toMatchObject({ current: { version: 'v1.0.0', counter: 1 } })
  })
})

describe('exports at the same time', () => {
  test('of one version take turns and get counters of their own', async () => {
    await world.registerNetwork(0)
    const store = watched(world.store)
    const calls = ['none', 'dynamic-int8', 'auto', 'none'].map((quantize, place) =>
      world.call({ ...signed, quantize, 'max-size': `${place + 1}MB` }, store)
    )
    const outcomes = await Promise.all(calls)
    expect(outcomes.map(({ decision }) => decision)).toEqual(calls.map(() => 'exported'))
    const counters = outcomes.map(({ release }) => release?.manifest.counter)
    expect(counters.toSorted()).toEqual([1, 2, 3, 4])
    expect(await world.manifest()).toMatchObject({ counter: 4 })
    expect(await world.releases()).toMatchObject({ counter: 4, current: { counter: 4 }, exporting: null })
  })

  test('of two versions give both their own release', async () => {
    await world.register(0)
    await world.register(1)
    const store = watched(world.store)
    const versions = ['v1.0.0', 'v1.0.1']
    await Promise.all(versions.map(version => world.call({ ...signed, version }, store)))
    const counters: (number | undefined)[] = []
    for (const version of versions) counters.push((await world.manifest(version))?.counter)
    expect(counters.toSorted()).toEqual([1, 2])
  })

  test('of which one never ends makes the other give up in the end', async () => {
    await world.register(0)
    const stuck = new FaultyObjectStore(world.store, 2, 'before')
    await expect(world.call(signed, stuck)).rejects.toThrow(Killed)
    // The clock stands still, as if the holder's turn went on for ever.
    world.now -= 60_000
    expect(await codeOf(world.call(signed))).toBe('export-busy')
  })

  test('of which one always comes first make the other give up in the end', async () => {
    await world.register(0)
    const losing = watched(world.store)
    let lost = 0
    const call = world.call(signed, {
      ...losing,
      write: async (key, bytes, condition) => {
        if (!key.endsWith('releases.json')) return losing.write(key, bytes, condition)
        lost++
        return { written: false, reason: 'conflict' }
      }
    })
    expect(await codeOf(call)).toBe('export-busy')
    // Every 200 ms for five minutes, the first and the last moment included.
    expect(lost).toBe(1501)
  })

  test('of which one with a big model was killed: the other waits for the end of its turn', async () => {
    await world.register(0)
    await world.call(signed)
    const manifest = await world.manifest()
    if (manifest === undefined) throw new Error('nothing was exported')
    const publication = unsigned(manifest)
    const dying = new FaultyObjectStore(world.store, 2, 'before')
    const big = { ...publication, model: new Uint8Array(400_000_000) }
    await expect(publish(portsOf(dying), big)).rejects.toThrow(Killed)
    const next = await publish(portsOf(world.store), { ...publication, model: Uint8Array.of(1) })
    expect(next.manifest.counter).toBe(3)
  })

  test('on machines whose clocks differ leave the release of the one that went ahead', async () => {
    await world.register(0)
    await world.call(signed)
    const manifest = await world.manifest()
    if (manifest === undefined) throw new Error('nothing was exported')
    const publication = { ...unsigned(manifest), model: Uint8Array.of(1) }
    const overtaken = publish(
      portsOf({
        ...watched(world.store),
        write: async (key, bytes, condition) => {
          const written = await world.store.write(key, bytes, condition)
          if (key.endsWith('model.onnx')) await publish(portsOf(world.store, 60_000), publication)
          return written
        }
      }),
      publication
    )
    expect(await codeOf(overtaken)).toBe('export-overtaken')
    expect(await world.manifest()).toMatchObject({ counter: 3 })
    expect(await world.releases()).toMatchObject({ current: { counter: 3 } })
  })

  test('of which one was too slow leave the release of the other', async () => {
    await world.register(0)
    const slow = watched(world.store)
    const call = world.call(signed, {
      ...slow,
      write: async (key, bytes, condition) => {
        const written = await slow.write(key, bytes, condition)
        // While this one writes its model, its turn passes, and another export goes ahead.
        if (key.endsWith('model.onnx')) {
          expect(await world.call({ ...signed, 'max-size': '6MB' }, slow)).toMatchObject({
            decision: 'exported'
          })
        }
        return written
      }
    })
    expect(await codeOf(call)).toBe('export-overtaken')
    expect(await expectWholeOrAbsent(world, 'v1.0.0', publicKey)).toBe(true)
    expect(await world.manifest()).toMatchObject({ counter: 2 })
  })
})
