import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** An entry found: its key and its directory. */
export interface CacheEntry {
  readonly key: string
  readonly directory: string
}

/** Entries of files kept under a key, apart for each `version`: the paths as the workflow spells them. */
export class CacheStore {
  readonly #directory: string
  readonly #versionDirectory: string

  constructor(directory: string, version: string) {
    this.#directory = directory
    this.#versionDirectory = join(directory, digest(version))
  }

  /** The entry of the key, else the newest one whose key begins with a restore key, in their order. */
  find(key: string, restoreKeys: readonly string[]): CacheEntry | undefined {
    const exact = join(this.#versionDirectory, digest(key))
    if (existsSync(exact)) return { key, directory: exact }
    const entries = listEntries(this.#versionDirectory)
    for (const prefix of [key, ...restoreKeys]) {
      const found = entries.find(entry => entry.key.startsWith(prefix))
      if (found !== undefined) return found
    }
    return undefined
  }

  /** Copies an entry's files back. */
  async restore(entry: CacheEntry, paths: readonly string[]): Promise<void> {
    for (const [index, path] of paths.entries()) {
      const kept = join(entry.directory, String(index))
      if (!existsSync(kept)) continue
      await mkdir(dirname(path), { recursive: true })
      await cp(kept, path, { recursive: true, verbatimSymlinks: true })
    }
  }

  /** Keeps the paths that exist under a key; false when the key is taken already: entries never change. */
  async save(paths: readonly string[], key: string): Promise<boolean> {
    const target = join(this.#versionDirectory, digest(key))
    if (existsSync(target)) return false
    const draft = join(this.#directory, `draft-${randomUUID()}`)
    await mkdir(draft, { recursive: true })
    for (const [index, path] of paths.entries()) {
      if (existsSync(path))
        await cp(path, join(draft, String(index)), { recursive: true, verbatimSymlinks: true })
    }
    await writeFile(join(draft, 'key'), key)
    await mkdir(dirname(target), { recursive: true })
    return rename(draft, target).then(
      () => true,
      async () => {
        await rm(draft, { recursive: true, force: true })
        return false
      }
    )
  }
}

function listEntries(directory: string): CacheEntry[] {
  if (!existsSync(directory)) return []
  return readdirSync(directory)
    .map(name => join(directory, name))
    .map(path => ({ path, modified: statSync(join(path, 'key')).mtimeMs }))
    .sort((left, right) => right.modified - left.modified)
    .map(({ path }) => ({ key: readFileSync(join(path, 'key'), 'utf8'), directory: path }))
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
