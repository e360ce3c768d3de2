import { constants } from 'node:fs'
import { mkdir, open, readdir, realpath, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { assertObjectKey } from '../../domain/store/object-key.js'
import { UserError } from '../../errors.js'
import { isFileError } from './file-errors.js'

const ABANDONED_MS = 24 * 3600 * 1000

function escapes(key: string): UserError {
  return new UserError('store-path-escapes', `"${key}" leads out of the store through a link`, {
    hint: 'Remove the symbolic link, or point it at a place inside the store.'
  })
}

/** The directory of a store: turns keys into paths that cannot leave it, links included. */
export class StoreRoot {
  readonly directory: string
  private swept = false

  constructor(directory: string) {
    this.directory = resolve(directory)
  }

  /** The path of a key, without looking at the disk. */
  pathOf(key: string): string {
    return join(this.directory, ...assertObjectKey(key).split('/'))
  }

  /** Hidden directory for drafts and locks; on the same file system as the objects, so that renames are atomic. */
  async workDirectory(): Promise<string> {
    const path = join(this.directory, '.work')
    await mkdir(path, { recursive: true })
    await this.assertInside(path, '.work')
    if (!this.swept) await this.sweep(path)
    return path
  }

  /** Drafts and locks that killed processes left behind a day ago serve nobody. */
  private async sweep(workDirectory: string): Promise<void> {
    this.swept = true
    for (const name of await readdir(workDirectory)) {
      const path = join(workDirectory, name)
      const found = await stat(path).catch(() => undefined)
      if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_MS) await rm(path, { force: true })
    }
  }

  /** Opens an object for reading; undefined when there is none. */
  async open(key: string): Promise<FileHandle | undefined> {
    const path = this.pathOf(key)
    try {
      await this.assertInside(path, key)
      const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK)
      if ((await handle.stat()).isFile()) return handle
      await handle.close()
      return undefined
    } catch (error) {
      if (isFileError(error, 'ENOENT', 'ENOTDIR')) return undefined
      throw error
    }
  }

  /** Makes the directory of a key and returns the key's path. */
  async prepare(key: string): Promise<string> {
    const path = this.pathOf(key)
    await this.makeDirectories(dirname(path), key)
    return path
  }

  private async makeDirectories(directory: string, key: string): Promise<void> {
    try {
      await this.assertInside(directory, key)
    } catch (error) {
      if (!isFileError(error, 'ENOENT')) throw error
      if (directory === this.directory) await mkdir(directory, { recursive: true })
      else {
        await this.makeDirectories(dirname(directory), key)
        await mkdir(directory).catch((failure: unknown) => {
          if (!isFileError(failure, 'EEXIST')) throw failure
        })
      }
      await this.assertInside(directory, key)
    }
  }

  private async assertInside(path: string, key: string): Promise<void> {
    const [real, root] = [await realpath(path), await realpath(this.directory)]
    if (real !== root && !real.startsWith(root + sep)) throw escapes(key)
  }
}
