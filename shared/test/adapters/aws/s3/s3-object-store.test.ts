import { afterAll, afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type GetObjectCommandOutput
} from '@aws-sdk/client-s3'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ObjectStore } from '../../../../src/ports/object-store.js'
import { cutBody, meanwhile, slowDown } from '../../../../testing/aws-server/http/failures.js'
import { delayed, droppedConnection } from '../../../../testing/failure-plan.js'
import { codeOf } from '../../../../testing/code-of.js'
import { objectStoreContract } from '../../../../testing/contracts/object-store-contract.js'
import { s3Backends } from './backends.js'
import { S3World } from './s3-world.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const { backends, summary } = await s3Backends()
process.stderr.write(`Contract of the S3 store: ${summary}\n`)
afterAll(() => {
  for (const backend of backends) backend.stop()
})

for (const backend of backends) objectStoreContract(backend.name, () => backend.open())

async function textOf(store: ObjectStore, key: string): Promise<string | undefined> {
  const object = await store.read(key)
  return object === undefined ? undefined : new TextDecoder().decode(object.bytes)
}

/** Adds one to a number in the store, however often another comes first. */
async function increment(store: ObjectStore, key: string): Promise<void> {
  for (;;) {
    const current = await store.read(key)
    const next = bytes(
      String(Number(current === undefined ? 0 : new TextDecoder().decode(current.bytes)) + 1)
    )
    const condition = current === undefined ? { absent: true as const } : { etag: current.etag }
    if ((await store.write(key, next, condition)).written) return
  }
}

describe('the S3 store', () => {
  let world: S3World
  beforeEach(async () => {
    world = await S3World.open()
  })
  afterEach(async () => {
    expect(await world.close()).toEqual([])
  })

  test('names objects by their address, with the prefix', () => {
    expect(world.store().uri('runs/a/b.json')).toBe('s3://models/team/a/runs/a/b.json')
    expect(world.store({}, 's3://models').uri('a')).toBe('s3://models/a')
    expect(world.store({}, 's3://models/team/').uri('a')).toBe('s3://models/team/a')
  })

  test('keeps stores of different prefixes apart', async () => {
    await world.store({}, 's3://models/a').write('k', bytes('1'))
    expect(await world.store({}, 's3://models/ab').read('k')).toBeUndefined()
    const keys: string[] = []
    for await (const { key } of world.store({}, 's3://models/a').list('')) keys.push(key)
    expect(keys).toEqual(['k'])
  })

  test('lists more than one page, and passes over what is no key of a store', async () => {
    const client = world.client()
    const names = Array.from({ length: 1203 }, (_, index) => `n${String(index).padStart(4, '0')}`)
    const foreign = ['folder/', '.hidden', 'a b', 'über', 'control\u0001', '50%']
    const all = [...names, ...foreign]
    const put = (name: string) =>
      client.send(new PutObjectCommand({ Bucket: 'models', Key: `team/a/${name}`, Body: 'x' }))
    for (let from = 0; from < all.length; from += 40) await Promise.all(all.slice(from, from + 40).map(put))
    const listed: string[] = []
    for await (const { key } of world.store().list('')) listed.push(key)
    expect(listed).toEqual(names)
    expect(world.operations(/ListObjectsV2/)).toHaveLength(2)
  })

  test('reads nothing of an object that is too large', async () => {
    await world.store().write('big', new Uint8Array(3_000_000))
    expect(await codeOf(world.store().read('big', 1000))).toBe('store-object-too-large')
  })

  test('reads again when the answer breaks off', async () => {
    const store = world.store()
    await store.write('k', new Uint8Array(500_000).fill(7))
    world.server.failures.add(/GetObject/, cutBody(1000), 2)
    expect((await store.read('k'))?.bytes).toEqual(new Uint8Array(500_000).fill(7))
  })

  test('encrypts with the key it is given, else as the bucket is set up', async () => {
    const client = world.client()
    const head = (Key: string) =>
      client.send(new HeadObjectCommand({ Bucket: 'models', Key: `team/a/${Key}` }))
    const kmsKeyId = 'arn:aws:kms:eu-central-1:123456789012:key/one'
    await world.store({ kmsKeyId }).write('a', bytes('1'))
    await world.store().write('b', bytes('1'))
    expect(await head('a')).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: kmsKeyId })
    expect(await head('b')).toMatchObject({ ServerSideEncryption: 'AES256' })
    expect(world.server.calls.filter(call => call.headers['x-amz-server-side-encryption'])).toHaveLength(1)
  })

  test('takes tags as they are: under KMS they are no digest, and every write has a new one', async () => {
    world.server.s3.bucket('models').defaultKmsKeyId = 'key'
    const store = world.store()
    const first = await store.write('k', bytes('same'))
    const second = await store.write('k', bytes('same'))
    const [before, after] = [first, second].map(result => (result.written ? result.etag : ''))
    expect(before).not.toBe(after)
    expect((await store.write('k', bytes('x'), { etag: before ?? '' })).written).toBe(false)
    expect((await store.write('k', bytes('x'), { etag: after ?? '' })).written).toBe(true)
  })

  test('writes again when S3 asks for fewer requests', async () => {
    const store = world.store()
    world.server.failures.add(/PutObject/, slowDown(), 2)
    expect((await store.write('k', bytes('1'))).written).toBe(true)
    expect(world.operations(/PutObject/)).toHaveLength(3)
  })

  test('in a bucket with versions, removing leaves the earlier ones', async () => {
    world.server.s3.bucket('models').versioning = 'Enabled'
    const store = world.store()
    await store.write('k', bytes('1'))
    await store.write('k', bytes('2'))
    await store.remove('k')
    expect(await store.read('k')).toBeUndefined()
    expect((await store.write('k', bytes('3'), { absent: true })).written).toBe(true)
    const versions = world.server.s3.bucket('models').objects.get('team/a/k') ?? []
    expect(versions.map(({ deleteMarker }) => deleteMarker)).toEqual([false, false, true, false])
  })

  describe('a conditional write whose answer is lost', () => {
    test.each([
      { what: 'a new object', condition: { absent: true as const } },
      { what: 'a replacement', condition: 'etag' as const }
    ])('is known as its own success: $what', async ({ condition }) => {
      const store = world.store()
      const first = condition === 'etag' ? await store.write('k', bytes('0')) : undefined
      const given = first?.written === true ? { etag: first.etag } : { absent: true as const }
      world.server.failures.add(/PutObject/, droppedConnection('handling'))
      const result = await store.write('k', bytes('mine'), given)
      const now = await store.read('k')
      expect(result).toEqual({ written: true, etag: now?.etag })
      expect(world.operations(/HeadObject/)).toHaveLength(1)
    })

    test('is a conflict when another had come first', async () => {
      const [ours, theirs] = [world.store(), world.store()]
      await theirs.write('k', bytes('theirs'))
      world.server.failures.add(/PutObject/, droppedConnection('handling'))
      expect(await ours.write('k', bytes('ours'), { absent: true })).toEqual({
        written: false,
        reason: 'conflict'
      })
      expect(await textOf(ours, 'k')).toBe('theirs')
    })

    test('is a success even when another has built upon it meanwhile', async () => {
      const [ours, theirs] = [world.store(), world.store()]
      world.server.failures.add(/PutObject/, droppedConnection('handling'))
      world.server.failures.add(
        /PutObject/,
        meanwhile(() => increment(theirs, 'k')),
        1
      )
      const result = await ours.write('k', bytes('1'), { absent: true })
      expect(result.written).toBe(true)
      expect(await textOf(ours, 'k')).toBe('2')
      const stale = result.written ? result.etag : ''
      expect((await ours.write('k', bytes('x'), { etag: stale })).written).toBe(false)
    })
  })

  test('tries again when S3 answers 409 to one of two racing writers', async () => {
    world.server.s3.conflictsOnRace = true
    const [ours, theirs] = [world.store(), world.store()]
    await theirs.write('k', bytes('0'))
    const before = await ours.read('k')
    const races = [ours, theirs].map(store => store.write('k', bytes('1'), { etag: before?.etag ?? '' }))
    const results = await Promise.all(races)
    expect(results.filter(result => result.written)).toHaveLength(1)
  })

  test('twenty writers of twenty clients all land, once, whatever the network does', async () => {
    world.server.s3.conflictsOnRace = true
    world.server.failures.add(/PutObject/, droppedConnection('handling'), 6)
    world.server.failures.add(/PutObject/, slowDown(), 4)
    world.server.failures.add(/GetObject/, droppedConnection('request'), 3)
    world.server.failures.add(/PutObject/, delayed(40), 5)
    await Promise.all(Array.from({ length: 20 }, () => increment(world.store(), 'models/m/registry.json')))
    expect(await textOf(world.store(), 'models/m/registry.json')).toBe('20')
  })

  test('writes what the SDK of any other program reads', async () => {
    await world.store().write('a.json', bytes('{}'))
    const got: GetObjectCommandOutput = await world
      .client()
      .send(new GetObjectCommand({ Bucket: 'models', Key: 'team/a/a.json' }))
    expect(await got.Body?.transformToString()).toBe('{}')
  })

  test('a file that is carried down replaces what was there, and nothing else stays', async () => {
    const path = join(world.directory, 'x.csv')
    await world.store().write('x.csv', bytes('a,b\n'))
    expect(await world.store().download('x.csv', path)).toMatchObject({ sizeBytes: 4 })
    expect(readFileSync(path, 'utf8')).toBe('a,b\n')
  })
})
