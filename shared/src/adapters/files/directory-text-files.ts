import { open, readdir, type FileHandle } from 'node:fs/promises'
import { resolve } from 'node:path'
import { UserError } from '../../errors.js'
import type { TextFiles } from '../../ports/text-files.js'
import { isFileError } from './file-errors.js'

const defaultMaxBytes = 1024 * 1024

/** Text files of a directory of this machine. */
export class DirectoryTextFiles implements TextFiles {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  async read(path: string, maxBytes = defaultMaxBytes): Promise<string | undefined> {
    return orAbsent(async () => {
      const file = await open(resolve(this.#directory, path))
      try {
        return await readBounded(file, path, maxBytes)
      } finally {
        await file.close()
      }
    })
  }

  async list(directory: string): Promise<readonly string[]> {
    const entries = await orAbsent(() =>
      readdir(resolve(this.#directory, directory), { withFileTypes: true })
    )
    return (entries ?? [])
      .filter(entry => entry.isFile())
      .map(entry => entry.name)
      .sort()
  }
}

async function readBounded(file: FileHandle, path: string, maxBytes: number): Promise<string | undefined> {
  const status = await file.stat()
  if (!status.isFile()) return undefined
  if (status.size <= maxBytes) return file.readFile('utf8')
  throw new UserError('file-too-large', `${path} has ${status.size} bytes; at most ${maxBytes} are read`)
}

async function orAbsent<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined
    throw error
  }
}
