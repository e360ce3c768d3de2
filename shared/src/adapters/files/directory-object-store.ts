import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { readdir, realpath, rename, rm, stat, unlink, writeFile } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { assertObjectPrefix, isObjectKey } from '../../domain/store/object-key.js'
import { UserError } from '../../errors.js'
import type {
  FileDigest,
  ListedObject,
  ObjectStore,
  StoredObject,
  WriteCondition,
  WriteResult
} from '../../ports/object-store.js'
import { isFileError } from './file-errors.js'
import { measuring } from './measuring.js'
import { withProcessLock } from './process-lock.js'
import { StoreRoot } from './store-root.js'

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024

/** The content is the version: two writers with the same bytes agree, so nothing is lost when a tag repeats. */
function etagOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function tooLarge(key: string, size: number, maxBytes: number): UserError {
  return new UserError('store-object-too-large', `${key} is ${size} bytes; at most ${maxBytes} are read`, {
    hint: 'Check what wrote it: records of the suite are small.'
  })
}

/** A directory as object store: whole files by rename, compare-and-swap under a lock that survives its holder's death. */
export class DirectoryObjectStore implements ObjectStore {
  readonly location: string
  private readonly root: StoreRoot

  constructor(location: string, directory: string = location) {
    this.location = location
    this.root = new StoreRoot(directory)
  }

  uri(key: string): string {
    return join(this.location, key)
  }

  async read(key: string, maxBytes = DEFAULT_MAX_BYTES): Promise<StoredObject | undefined> {
    const handle = await this.root.open(key)
    if (handle === undefined) return undefined
    try {
      const { size } = await handle.stat()
      if (size > maxBytes) throw tooLarge(key, size, maxBytes)
      const bytes = await handle.readFile()
      return { bytes, etag: etagOf(bytes) }
    } finally {
      await handle.close()
    }
  }

  async write(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<WriteResult> {
    const target = await this.root.prepare(key)
    const draft = await this.draftPath()
    try {
      await writeFile(draft, bytes, { flag: 'wx', flush: true })
      if (condition === undefined) await rename(draft, target)
      else if (!(await this.swap(key, { draft, target, condition })))
        return { written: false, reason: 'conflict' }
      return { written: true, etag: etagOf(bytes) }
    } finally {
      await rm(draft, { force: true })
    }
  }

  async download(key: string, filePath: string): Promise<FileDigest> {
    const handle = await this.root.open(key)
    if (handle === undefined) {
      throw new UserError('store-object-missing', `${this.uri(key)} does not exist`, {
        hint: 'Check the store and the identifiers of the run.'
      })
    }
    const meter = measuring()
    await pipeline(handle.createReadStream(), meter, createWriteStream(filePath))
    return meter.digest()
  }

  async upload(filePath: string, key: string): Promise<FileDigest> {
    const target = await this.root.prepare(key)
    const meter = measuring()
    const draft = await this.draftPath()
    try {
      await pipeline(
        createReadStream(filePath),
        meter,
        createWriteStream(draft, { flags: 'wx', flush: true })
      )
      await rename(draft, target)
      return meter.digest()
    } finally {
      await rm(draft, { force: true })
    }
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    assertObjectPrefix(prefix)
    const slash = prefix.lastIndexOf('/')
    const directory = slash < 0 ? '' : prefix.slice(0, slash)
    for await (const object of this.walk(directory)) if (object.key.startsWith(prefix)) yield object
  }

  async remove(key: string): Promise<void> {
    try {
      await unlink(this.root.pathOf(key))
    } catch (error) {
      if (!isFileError(error, 'ENOENT', 'ENOTDIR')) throw error
    }
  }

  private async draftPath(): Promise<string> {
    return join(await this.root.workDirectory(), `${randomUUID()}.draft`)
  }

  private async swap(
    key: string,
    move: { draft: string; target: string; condition: WriteCondition }
  ): Promise<boolean> {
    const lock = join(
      await this.root.workDirectory(),
      `${createHash('sha256').update(key).digest('hex')}.lock`
    )
    return withProcessLock(lock, async () => {
      const current = (await this.read(key))?.etag
      if ('absent' in move.condition ? current !== undefined : current !== move.condition.etag) return false
      await rename(move.draft, move.target)
      return true
    })
  }

  private async *walk(directory: string): AsyncIterable<ListedObject> {
    const path = directory === '' ? this.root.directory : this.root.pathOf(directory)
    const entries = await readdir(path, { withFileTypes: true }).catch((error: unknown) => {
      if (isFileError(error, 'ENOENT', 'ENOTDIR')) return []
      throw error
    })
    entries.sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1))
    for (const entry of entries) {
      const key = directory === '' ? basename(entry.name) : `${directory}/${entry.name}`
      if (!isObjectKey(key)) continue
      if (entry.isDirectory()) yield* this.walk(key)
      else {
        const sizeBytes = await this.sizeInside(key)
        if (sizeBytes !== undefined) yield { key, sizeBytes }
      }
    }
  }

  /** Size of a regular file whose real place is inside the store; links that leave it are not listed. */
  private async sizeInside(key: string): Promise<number | undefined> {
    const path = this.root.pathOf(key)
    try {
      const [real, root] = [await realpath(path), await realpath(this.root.directory)]
      const found = await stat(real)
      return found.isFile() && real.startsWith(root + sep) ? found.size : undefined
    } catch (error) {
      if (isFileError(error, 'ENOENT', 'ELOOP')) return undefined
      throw error
    }
  }
}

/** Sorting directories as `name/` makes the walk come out in key order. */
function sortName(entry: { name: string; isDirectory(): boolean }): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name
}
