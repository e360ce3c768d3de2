import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync
} from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { assertObjectKey } from '../../domain/store/object-key.js'
import { UserError } from '../../errors.js'
import { isFileError } from './file-errors.js'

const ABANDONED_MS = 24 * 3600 * 1000

function escapes(key: string): UserError {
  return new UserError('store-path-escapes', `"${key}" leads out of the store through a link`, {
    hint: 'Remove the symbolic link, or point it at a place inside the store.'
  })
}

function notADirectory(place: string): UserError {
  return new UserError('store-not-a-directory', `${place} is a file; the store needs a directory there`, {
    hint: 'Name another directory with store, or move the file away.'
  })
}

/**
 * The directory of a store: turns keys into paths that cannot leave it, links included. Synchronous: an action waits
 * for its records anyway, and Node's promises of files take longer to load than a record to read.
 */
export class StoreRoot {
  readonly directory: string
  private readonly location: string
  private swept = false

  /** `location` is what messages call the directory. */
  constructor(directory: string, location: string = directory) {
    this.directory = resolve(directory)
    this.location = location
  }

  /** The path of a key, without looking at the disk. */
  pathOf(key: string): string {
    return join(this.directory, ...assertObjectKey(key).split('/'))
  }

  /** Hidden directory for drafts and locks; on the same file system as the objects, so that renames are atomic. */
  workDirectory(): string {
    const path = join(this.directory, '.work')
    try {
      mkdirSync(path, { recursive: true })
    } catch (error) {
      this.assertDirectories(path)
      throw error
    }
    this.assertInside(path, '.work')
    if (!this.swept) this.sweep(path)
    return path
  }

  /** Drafts and locks that killed processes left behind a day ago serve nobody. */
  private sweep(workDirectory: string): void {
    this.swept = true
    for (const name of readdirSync(workDirectory)) {
      const path = join(workDirectory, name)
      const found = lstatSync(path, { throwIfNoEntry: false })
      if (found !== undefined && Date.now() - found.mtimeMs > ABANDONED_MS) rmSync(path, { force: true })
    }
  }

  /** Opens an object for reading and returns the file descriptor; undefined when there is none. */
  open(key: string): number | undefined {
    const path = this.pathOf(key)
    try {
      this.assertInside(path, key)
      const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
      if (fstatSync(descriptor).isFile()) return descriptor
      closeSync(descriptor)
      return undefined
    } catch (error) {
      if (isFileError(error, 'ENOTDIR')) this.assertDirectories(this.directory)
      if (isFileError(error, 'ENOENT', 'ENOTDIR')) return undefined
      throw error
    }
  }

  /** Makes the directory of a key and returns the key's path; a file in its place is a `store-not-a-directory`. */
  prepare(key: string): string {
    const path = this.pathOf(key)
    try {
      this.makeDirectories(dirname(path), key)
    } catch (error) {
      if (isFileError(error, 'ENOTDIR', 'EEXIST')) this.assertDirectories(dirname(path))
      throw error
    }
    this.assertDirectory(dirname(path))
    return path
  }

  /** A file in the place of a directory, or of one above it, is a `store-not-a-directory`. */
  assertDirectories(directory: string): void {
    const above = dirname(directory)
    if (above !== directory) this.assertDirectories(above)
    this.assertDirectory(directory)
  }

  private assertDirectory(directory: string): void {
    if (statSync(directory, { throwIfNoEntry: false })?.isDirectory() === false)
      throw notADirectory(join(this.location, relative(this.directory, directory)))
  }

  private makeDirectories(directory: string, key: string): void {
    try {
      this.assertInside(directory, key)
    } catch (error) {
      if (!isFileError(error, 'ENOENT')) throw error
      if (directory === this.directory) mkdirSync(directory, { recursive: true })
      else {
        this.makeDirectories(dirname(directory), key)
        makeDirectory(directory)
      }
      this.assertInside(directory, key)
    }
  }

  private assertInside(path: string, key: string): void {
    const [real, root] = [realpathSync.native(path), realpathSync.native(this.directory)]
    if (real !== root && !real.startsWith(root + sep)) throw escapes(key)
  }
}

function makeDirectory(path: string): void {
  try {
    mkdirSync(path)
  } catch (error) {
    if (!isFileError(error, 'EEXIST')) throw error
  }
}
