import {
  closeSync,
  fstatSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  type Dirent
} from 'node:fs'
import { basename, join, sep } from 'node:path'
import { sha256Hex } from '../../domain/request/sha256.js'
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
import { promised } from './promised.js'
import { StoreRoot } from './store-root.js'
import { claim, draftPath, replace, withDraft } from './draft.js'

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024

const SMALL_BYTES = 16 * 1024

/** The content is the version: two writers with the same bytes agree, so nothing is lost when a tag repeats. */
async function etagOf(bytes: Uint8Array): Promise<string> {
  if (bytes.length <= SMALL_BYTES) return sha256Hex(bytes)
  const { sha256Of } = await import('../../domain/text/sha256-of.js')
  return sha256Of(bytes)
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
    this.root = new StoreRoot(directory, location)
  }

  uri(key: string): string {
    return join(this.location, key)
  }

  async read(key: string, maxBytes = DEFAULT_MAX_BYTES): Promise<StoredObject | undefined> {
    const bytes = this.bytesOf(key, maxBytes)
    return bytes === undefined ? undefined : { bytes, etag: await etagOf(bytes) }
  }

  async write(key: string, bytes: Uint8Array, condition?: WriteCondition): Promise<WriteResult> {
    const target = this.root.prepare(key)
    const draft = draftPath(this.root.workDirectory())
    const written = await withDraft(draft, bytes, () => {
      if (condition === undefined) return replace(draft, target)
      if ('absent' in condition) return claim(draft, target)
      return this.swap(key, condition.etag, () => replace(draft, target))
    })
    return written ? { written, etag: await etagOf(bytes) } : { written, reason: 'conflict' }
  }

  async download(key: string, filePath: string): Promise<FileDigest> {
    const object = this.root.open(key)
    if (object === undefined) {
      throw new UserError('store-object-missing', `${this.uri(key)} does not exist`, {
        hint: 'Check the store and the identifiers of the run.'
      })
    }
    const { copyFile } = await import('./copy-file.js')
    return copyFile(object, filePath, 'w')
  }

  async upload(filePath: string, key: string): Promise<FileDigest> {
    const { copyFile } = await import('./copy-file.js')
    const target = this.root.prepare(key)
    const draft = draftPath(this.root.workDirectory())
    try {
      const digest = await copyFile(filePath, draft, 'wx')
      renameSync(draft, target)
      return digest
    } finally {
      rmSync(draft, { force: true })
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- other stores wait for each page
  async *list(prefix: string): AsyncIterable<ListedObject> {
    assertObjectPrefix(prefix)
    const slash = prefix.lastIndexOf('/')
    const directory = slash < 0 ? '' : prefix.slice(0, slash)
    for (const object of this.walk(directory)) if (object.key.startsWith(prefix)) yield object
  }

  remove(key: string): Promise<void> {
    return promised(() => {
      try {
        unlinkSync(this.root.pathOf(key))
      } catch (error) {
        if (!isFileError(error, 'ENOENT', 'ENOTDIR')) throw error
      }
    })
  }

  private bytesOf(key: string, maxBytes: number): Uint8Array | undefined {
    const object = this.root.open(key)
    if (object === undefined) return undefined
    try {
      const { size } = fstatSync(object)
      if (size > maxBytes) throw tooLarge(key, size, maxBytes)
      return readFileSync(object)
    } finally {
      closeSync(object)
    }
  }

  /** Replaces the object if it is still of that version; of two who try at once, one waits for the other. */
  private async swap(key: string, etag: string, place: () => true): Promise<boolean> {
    const { withProcessLock } = await import('./process-lock.js')
    const lock = join(this.root.workDirectory(), `${sha256Hex(key)}.lock`)
    return withProcessLock(lock, async () => (await this.read(key))?.etag === etag && place())
  }

  private *walk(directory: string): Iterable<ListedObject> {
    for (const entry of this.entriesOf(directory)) {
      const key = directory === '' ? basename(entry.name) : `${directory}/${entry.name}`
      if (!isObjectKey(key)) continue
      if (entry.isDirectory()) yield* this.walk(key)
      else {
        const sizeBytes = this.sizeInside(key)
        if (sizeBytes !== undefined) yield { key, sizeBytes }
      }
    }
  }

  private entriesOf(directory: string): Dirent[] {
    const path = directory === '' ? this.root.directory : this.root.pathOf(directory)
    try {
      const entries = readdirSync(path, { withFileTypes: true })
      return entries.sort((a, b) => (sortName(a) < sortName(b) ? -1 : 1))
    } catch (error) {
      if (isFileError(error, 'ENOTDIR')) this.root.assertDirectories(this.root.directory)
      if (isFileError(error, 'ENOENT', 'ENOTDIR')) return []
      throw error
    }
  }

  /** Size of a regular file whose real place is inside the store; links that leave it are not listed. */
  private sizeInside(key: string): number | undefined {
    const path = this.root.pathOf(key)
    try {
      const [real, root] = [realpathSync.native(path), realpathSync.native(this.root.directory)]
      const found = statSync(real)
      return found.isFile() && real.startsWith(root + sep) ? found.size : undefined
    } catch (error) {
      if (isFileError(error, 'ENOENT', 'ELOOP')) return undefined
      throw error
    }
  }
}

/** Sorting directories as `name/` makes the walk come out in key order. */
function sortName(entry: Dirent): string {
  return entry.isDirectory() ? `${entry.name}/` : entry.name
}
