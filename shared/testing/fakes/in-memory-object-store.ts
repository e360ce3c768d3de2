import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { assertObjectKey, assertObjectPrefix } from '../../src/domain/store/object-key.js'
import { UserError } from '../../src/errors.js'
import type {
  FileDigest,
  ListedObject,
  ObjectStore,
  StoredObject,
  WriteCondition,
  WriteResult
} from '../../src/ports/object-store.js'

const defaultMaxBytes = 64 * 1024 * 1024

/** An object store that lives as long as the test. */
export class InMemoryObjectStore implements ObjectStore {
  readonly location = 'memory'
  readonly #objects = new Map<string, StoredObject>()
  #versions = 0

  uri(key: string): string {
    return `memory:${assertObjectKey(key)}`
  }

  async read(key: string, maxBytes = defaultMaxBytes): Promise<StoredObject | undefined> {
    const object = this.#objects.get(assertObjectKey(key))
    if (object === undefined) return undefined
    if (object.bytes.length > maxBytes) {
      throw new UserError(
        'store-object-too-large',
        `${key} has ${object.bytes.length} bytes, more than ${maxBytes}`
      )
    }
    return { bytes: object.bytes.slice(), etag: object.etag }
  }

  async write(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<WriteResult> {
    const present = this.#objects.get(assertObjectKey(key))
    if (condition !== undefined && !holds(condition, present)) return { written: false, reason: 'conflict' }
    const etag = `v${++this.#versions}`
    this.#objects.set(key, { bytes: bytes.slice(), etag })
    return { written: true, etag }
  }

  async download(key: string, filePath: string): Promise<FileDigest> {
    const object = this.#objects.get(assertObjectKey(key))
    if (object === undefined) throw new UserError('store-object-missing', `there is no ${key}`)
    await mkdir(dirname(filePath), { recursive: true })
    await writeFile(filePath, object.bytes)
    return digestOf(object.bytes)
  }

  async upload(filePath: string, key: string): Promise<FileDigest> {
    const bytes = await readFile(filePath)
    await this.write(key, bytes)
    return digestOf(bytes)
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    assertObjectPrefix(prefix)
    const keys = [...this.#objects.keys()].filter(key => key.startsWith(prefix)).sort()
    for (const key of keys) {
      const object = this.#objects.get(key)
      if (object !== undefined) yield { key, sizeBytes: object.bytes.length }
    }
  }

  async remove(key: string): Promise<void> {
    this.#objects.delete(assertObjectKey(key))
  }
}

function holds(condition: WriteCondition, present: StoredObject | undefined): boolean {
  return 'absent' in condition ? present === undefined : present?.etag === condition.etag
}

function digestOf(bytes: Uint8Array): FileDigest {
  return { sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
}
