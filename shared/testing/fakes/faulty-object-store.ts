import type {
  FileDigest,
  ListedObject,
  ObjectStore,
  StoredObject,
  WriteCondition,
  WriteResult
} from '../../src/ports/object-store.js'

/** What a job that was killed would have thrown. */
export class Killed extends Error {}

/**
 * A store whose caller is killed at its n-th change (write, upload or removal), counted from 1: `before` it is made or
 * right `after`. From then on nothing works any more, as for a dead process.
 */
export class FaultyObjectStore implements ObjectStore {
  /** Changes that were asked for. */
  changes = 0
  readonly #store: ObjectStore
  readonly #at: number
  readonly #when: 'before' | 'after'

  constructor(store: ObjectStore, at = Infinity, when: 'before' | 'after' = 'before') {
    this.#store = store
    this.#at = at
    this.#when = when
  }

  get location(): string {
    return this.#store.location
  }

  uri(key: string): string {
    return this.#store.uri(key)
  }

  async read(key: string, maxBytes?: number): Promise<StoredObject | undefined> {
    this.#alive()
    return this.#store.read(key, maxBytes)
  }

  async write(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<WriteResult> {
    return this.#change(() => this.#store.write(key, bytes, condition))
  }

  async download(key: string, filePath: string): Promise<FileDigest> {
    this.#alive()
    return this.#store.download(key, filePath)
  }

  async upload(filePath: string, key: string): Promise<FileDigest> {
    return this.#change(() => this.#store.upload(filePath, key))
  }

  list(prefix: string): AsyncIterable<ListedObject> {
    this.#alive()
    return this.#store.list(prefix)
  }

  async remove(key: string): Promise<void> {
    await this.#change(() => this.#store.remove(key))
  }

  #alive(): void {
    if (this.changes >= this.#at) throw new Killed(`killed at change ${this.#at}`)
  }

  async #change<T>(make: () => Promise<T>): Promise<T> {
    this.#alive()
    this.changes++
    if (this.changes === this.#at && this.#when === 'before') this.#alive()
    const made = await make()
    this.#alive()
    return made
  }
}
