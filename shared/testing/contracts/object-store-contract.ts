import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ObjectStore } from '../../src/ports/object-store.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (value: Uint8Array | undefined) =>
  value === undefined ? undefined : new TextDecoder().decode(value)
const hostileKeys = [
  '../x',
  'a/../b',
  '/etc/passwd',
  'a//b',
  '',
  '.',
  'a/.hidden',
  'a/b/',
  'a\\b',
  'a\0b',
  'a b',
  'a/./b',
  '%2e%2e/x',
  'x'.repeat(2000)
]

async function keysOf(store: ObjectStore, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const object of store.list(prefix)) keys.push(object.key)
  return keys
}

async function increment(store: ObjectStore, key: string): Promise<void> {
  for (;;) {
    const current = await store.read(key)
    const next = bytes(String(Number(text(current?.bytes) ?? '0') + 1))
    const condition = current === undefined ? { absent: true as const } : { etag: current.etag }
    if ((await store.write(key, next, condition)).written) return
  }
}

/** What every object store must do, whatever it is made of. */
export function objectStoreContract(
  name: string,
  open: () => Promise<{ store: ObjectStore; close: () => Promise<void> }>
): void {
  describe(`${name} as an object store`, () => {
    let store: ObjectStore
    let close: () => Promise<void>
    let directory: string

    beforeEach(async () => {
      ;({ store, close } = await open())
      directory = await mkdtemp(join(tmpdir(), 'contract-'))
    })
    afterEach(async () => {
      await close()
      await rm(directory, { recursive: true, force: true })
    })

    test('reads back what was written, and undefined where nothing is', async () => {
      expect(await store.read('runs/a/request.json')).toBeUndefined()
      await store.write('runs/a/request.json', bytes('{"a":"é"}'))
      expect(text((await store.read('runs/a/request.json'))?.bytes)).toBe('{"a":"é"}')
      expect(await store.read('runs/a')).toBeUndefined()
      expect(await store.read('runs/a/request.json/deeper')).toBeUndefined()
    })

    test('replaces an object, and an unchanged one keeps its tag', async () => {
      await store.write('k', bytes('1'))
      const first = await store.read('k')
      expect((await store.read('k'))?.etag).toBe(first?.etag)
      await store.write('k', bytes('2'))
      const second = await store.read('k')
      expect(text(second?.bytes)).toBe('2')
      expect(second?.etag).not.toBe(first?.etag)
    })

    test('writes an empty object', async () => {
      await store.write('empty', bytes(''))
      expect((await store.read('empty'))?.bytes.length).toBe(0)
    })

    test('swaps only what is still the expected version', async () => {
      expect(await store.write('r', bytes('1'), { etag: 'no-such-version' })).toEqual({
        written: false,
        reason: 'conflict'
      })
      expect((await store.write('r', bytes('1'), { absent: true })).written).toBe(true)
      expect((await store.write('r', bytes('x'), { absent: true })).written).toBe(false)
      const seen = await store.read('r')
      const swapped = await store.write('r', bytes('2'), { etag: seen?.etag ?? '' })
      expect(swapped.written).toBe(true)
      expect((await store.write('r', bytes('3'), { etag: seen?.etag ?? '' })).written).toBe(false)
      const now = await store.read('r')
      expect(text(now?.bytes)).toBe('2')
      expect(swapped.written && swapped.etag).toBe(now?.etag)
    })

    test('of many concurrent creators one wins', async () => {
      const results = await Promise.all(
        Array.from({ length: 12 }, (_, i) => store.write('lease', bytes(`w${i}`), { absent: true }))
      )
      expect(results.filter(result => result.written)).toHaveLength(1)
      const winner = results.findIndex(result => result.written)
      expect(text((await store.read('lease'))?.bytes)).toBe(`w${winner}`)
    })

    test('twenty concurrent compare-and-swap writers all land', async () => {
      await Promise.all(Array.from({ length: 20 }, () => increment(store, 'models/m/registry.json')))
      expect(text((await store.read('models/m/registry.json'))?.bytes)).toBe('20')
    })

    test('lists by prefix in key order', async () => {
      for (const key of ['b/2', 'b/10', 'a', 'b.c', 'ba']) await store.write(key, bytes(key))
      expect(await keysOf(store, '')).toEqual(['a', 'b.c', 'b/10', 'b/2', 'ba'])
      expect(await keysOf(store, 'b/')).toEqual(['b/10', 'b/2'])
      expect(await keysOf(store, 'b')).toEqual(['b.c', 'b/10', 'b/2', 'ba'])
      expect(await keysOf(store, 'nothing/')).toEqual([])
    })

    test('reports the size in bytes of a listed object', async () => {
      await store.write('s', bytes('é'))
      for await (const object of store.list('s')) expect(object).toEqual({ key: 's', sizeBytes: 2 })
    })

    test('removes an object, and an absent one without complaint', async () => {
      await store.write('gone', bytes('1'))
      await store.remove('gone')
      await store.remove('gone')
      expect(await store.read('gone')).toBeUndefined()
    })

    test('carries files in and out with size and SHA-256', async () => {
      const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) % 251))
      const source = join(directory, 'in.bin')
      await writeFile(source, content)
      const digest = { sizeBytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }
      expect(await store.upload(source, 'runs/a/output/model.tar.gz')).toEqual(digest)
      expect(await store.download('runs/a/output/model.tar.gz', join(directory, 'out.bin'))).toEqual(digest)
      expect(content.equals(await readFile(join(directory, 'out.bin')))).toBe(true)
    })

    test('says so when a download does not exist', async () => {
      await expect(store.download('runs/none', join(directory, 'x'))).rejects.toMatchObject({
        code: 'store-object-missing'
      })
    })

    test('refuses to read an object larger than asked for', async () => {
      await store.write('big', bytes('0123456789'))
      await expect(store.read('big', 9)).rejects.toMatchObject({ code: 'store-object-too-large' })
      expect((await store.read('big', 10))?.bytes.length).toBe(10)
    })

    test.each(hostileKeys.map(key => [key.slice(0, 20), key]))('refuses the key %j', async (_shown, key) => {
      await expect(store.read(key)).rejects.toMatchObject({ code: 'store-key-invalid' })
      await expect(store.write(key, bytes('x'))).rejects.toMatchObject({ code: 'store-key-invalid' })
      await expect(store.remove(key)).rejects.toMatchObject({ code: 'store-key-invalid' })
    })
  })
}
