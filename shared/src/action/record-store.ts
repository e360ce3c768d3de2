import type * as z from 'zod/mini'
import { ServiceError, UserError } from '../errors.js'
import type { ObjectStore, WriteCondition, WriteResult } from '../ports/object-store.js'

const MAX_RECORD_BYTES = 16 * 1024 * 1024
/** More than any number of writers at the same time: a store that never accepts a version must not be asked for ever. */
const MOST_ATTEMPTS = 1000

/** A record and the version of the object it was read from. */
export interface ReadRecord<T> {
  readonly value: T
  readonly etag: string
}

function unreadable(place: string, why: string): UserError {
  return new UserError('record-unreadable', `${place} is not a record of this suite: ${why}`, {
    hint: 'Restore the file, or remove it and run the step that writes it again.'
  })
}

/** The record at a key, or undefined. Not JSON or not of the schema: `UserError` `record-unreadable`. */
export async function readRecord<T>(
  store: ObjectStore,
  key: string,
  schema: z.ZodMiniType<T>
): Promise<ReadRecord<T> | undefined> {
  const object = await store.read(key, MAX_RECORD_BYTES)
  if (object === undefined) return undefined
  return { value: parseRecord(object.bytes, schema, store.uri(key)), etag: object.etag }
}

/** The record at a key; absent: `UserError` `record-missing`, with `hint` saying which step writes it. */
export async function requireRecord<T>(
  store: ObjectStore,
  key: string,
  need: { schema: z.ZodMiniType<T>; hint: string }
): Promise<T> {
  const found = await readRecord(store, key, need.schema)
  if (found !== undefined) return found.value
  throw new UserError('record-missing', `${store.uri(key)} does not exist`, { hint: need.hint })
}

/** The record that bytes hold; `place` names it in the `UserError` `record-unreadable`. */
export function parseRecord<T>(bytes: Uint8Array, schema: z.ZodMiniType<T>, place: string): T {
  let json: unknown
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    throw unreadable(place, 'it is not JSON')
  }
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  throw unreadable(place, shapeProblem(json, parsed.error.issues[0]))
}

/** What is wrong with JSON of the wrong shape: the first place that does not fit, or that it is no object at all. */
export function shapeProblem(
  json: unknown,
  issue: { readonly path: readonly PropertyKey[]; readonly message: string } | undefined
): string {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return `it must be an object, and is ${kindOf(json)}`
  const place = issue?.path.map(String).join('.') ?? ''
  const message = issue?.message ?? 'wrong shape'
  return place === '' ? message : `${place}: ${message}`
}

function kindOf(json: unknown): string {
  if (json === null) return 'null'
  if (Array.isArray(json)) return 'a list'
  return typeof json === 'string' ? 'a text' : `a ${typeof json}`
}

/** Writes a record as indented JSON with a final newline. */
export async function writeRecord(
  store: ObjectStore,
  key: string,
  value: unknown,
  condition?: WriteCondition
): Promise<WriteResult> {
  return store.write(key, recordBytes(value), condition)
}

/** The bytes of a record as they are stored. */
export function recordBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)
}

/** What a change of a record comes to; without `next` the record stays as it is. */
export interface RecordChange<T, R> {
  readonly result: R
  readonly next?: T
}

/**
 * Changes a record by compare-and-swap, and answers the result of the change that took: `change` sees the present value,
 * and is called again when another writer came first; after 1,000 of them, a `ServiceError` `store-busy`.
 */
export async function swapRecord<T, R>(
  store: ObjectStore,
  key: string,
  how: {
    schema: z.ZodMiniType<T>
    change: (current: T | undefined) => RecordChange<T, R> | Promise<RecordChange<T, R>>
  }
): Promise<R> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const current = await readRecord(store, key, how.schema)
    const { result, next } = await how.change(current?.value)
    if (next === undefined) return result
    const condition = current === undefined ? { absent: true as const } : { etag: current.etag }
    if ((await writeRecord(store, key, next, condition)).written) return result
  }
  throw new ServiceError('store-busy', `${store.uri(key)} was changed by others ${MOST_ATTEMPTS} times`, {
    hint: 'Run the job again; a store of which no version can be replaced is not S3 as AWS has it.',
    retryable: true
  })
}

/** `swapRecord` whose result is the record: `change` answers the next value, or undefined to leave the present one. */
export async function updateRecord<T>(
  store: ObjectStore,
  key: string,
  how: { schema: z.ZodMiniType<T>; change: (current: T | undefined) => T | undefined }
): Promise<T | undefined> {
  return swapRecord<T, T | undefined>(store, key, {
    schema: how.schema,
    change: current => {
      const next = how.change(current)
      return next === undefined ? { result: current } : { result: next, next }
    }
  })
}
