import { beforeEach, describe, expect, test } from '@jest/globals'
import * as z from 'zod/mini'
import {
  readRecord,
  recordBytes,
  requireRecord,
  swapRecord,
  updateRecord,
  writeRecord
} from '../../src/action/record-store.js'
import { codeOf } from '../../testing/code-of.js'
import { InMemoryObjectStore } from '../../testing/fakes/in-memory-object-store.js'

const schema = z.object({ count: z.int() })
const key = 'runs/r/counter.json'
const bytes = (text: string) => new TextEncoder().encode(text)
let store: InMemoryObjectStore

beforeEach(() => {
  store = new InMemoryObjectStore()
})

describe('reading', () => {
  test('gives the value and its version, and undefined where nothing is', async () => {
    expect(await readRecord(store, key, schema)).toBeUndefined()
    await writeRecord(store, key, { count: 1 })
    const etag = (await store.read(key))?.etag
    expect(await readRecord(store, key, schema)).toEqual({ value: { count: 1 }, etag })
  })

  test.each([
    { case: 'not JSON', content: bytes('{') },
    { case: 'not UTF-8', content: Uint8Array.of(0x22, 0xff, 0x22) },
    { case: 'of another shape', content: bytes('{"count":"1"}') },
    { case: 'empty', content: bytes('') }
  ])('a record that is $case is refused', async ({ content }) => {
    await store.write(key, content)
    expect(await codeOf(readRecord(store, key, schema))).toBe('record-unreadable')
  })

  test('the refusal names the object and the field', async () => {
    await store.write(key, bytes('{"count":1.5}'))
    await expect(readRecord(store, key, schema)).rejects.toThrow(/runs\/r\/counter\.json .*count: /)
  })

  test('more than 16 MiB are not read', async () => {
    await store.write(key, new Uint8Array(16 * 1024 * 1024 + 1).fill(0x20))
    expect(await codeOf(readRecord(store, key, schema))).toBe('store-object-too-large')
  })

  test('a required record that is missing is an error with the hint of its reader', async () => {
    const need = { schema, hint: 'Run train first.' }
    await expect(requireRecord(store, key, need)).rejects.toMatchObject({
      code: 'record-missing',
      hint: 'Run train first.'
    })
    await writeRecord(store, key, { count: 2 })
    expect(await requireRecord(store, key, need)).toEqual({ count: 2 })
  })
})

describe('writing', () => {
  test('records are indented and end with a line feed', () => {
    expect(new TextDecoder().decode(recordBytes({ a: [1], b: 'é' }))).toBe(
      '{\n  "a": [\n    1\n  ],\n  "b": "é"\n}\n'
    )
  })

  test('a condition that does not hold is a conflict, not an overwrite', async () => {
    await writeRecord(store, key, { count: 1 }, { absent: true })
    expect(await writeRecord(store, key, { count: 2 }, { absent: true })).toEqual({
      written: false,
      reason: 'conflict'
    })
    expect((await readRecord(store, key, schema))?.value).toEqual({ count: 1 })
  })
})

describe('swapping', () => {
  const taken = async (current: { count: number } | undefined) => {
    const count = (current?.count ?? 0) + 1
    return { result: `the ${count}`, next: { count } }
  }

  test('answers the result of each change that took, and none is lost', async () => {
    const swaps = Array.from({ length: 25 }, () => swapRecord(store, key, { schema, change: taken }))
    const expected = Array.from({ length: 25 }, (_, index) => `the ${index + 1}`)
    expect(new Set(await Promise.all(swaps))).toEqual(new Set(expected))
    expect((await readRecord(store, key, schema))?.value).toEqual({ count: 25 })
  })

  test('without a next value writes nothing, and has its result all the same', async () => {
    expect(await swapRecord(store, key, { schema, change: () => ({ result: 'nothing' }) })).toBe('nothing')
    expect(await store.read(key)).toBeUndefined()
  })

  test('passes on what a change throws, and leaves the record', async () => {
    const change = async () => Promise.reject(new Error('no'))
    await expect(swapRecord(store, key, { schema, change })).rejects.toThrow(/^no$/)
    expect(await store.read(key)).toBeUndefined()
  })
})

describe('updating', () => {
  const increment = (current: { count: number } | undefined) => ({ count: (current?.count ?? 0) + 1 })

  test('creates, then changes', async () => {
    expect(await updateRecord(store, key, { schema, change: increment })).toEqual({ count: 1 })
    expect(await updateRecord(store, key, { schema, change: increment })).toEqual({ count: 2 })
  })

  test('leaves the record alone when the change says so', async () => {
    await writeRecord(store, key, { count: 7 })
    const before = await store.read(key)
    expect(await updateRecord(store, key, { schema, change: () => undefined })).toEqual({ count: 7 })
    expect(await store.read(key)).toEqual(before)
  })

  test('no change of many at once is lost', async () => {
    await Promise.all(
      Array.from({ length: 25 }, () => updateRecord(store, key, { schema, change: increment }))
    )
    expect((await readRecord(store, key, schema))?.value).toEqual({ count: 25 })
  })

  test('a store that accepts no version is not asked for ever', async () => {
    store.write = async () => ({ written: false, reason: 'conflict' })
    let tries = 0
    const change = () => ({ count: ++tries })
    await expect(updateRecord(store, key, { schema, change })).rejects.toMatchObject({
      code: 'store-busy',
      retryable: true
    })
    expect(tries).toBe(1000)
  })
})
