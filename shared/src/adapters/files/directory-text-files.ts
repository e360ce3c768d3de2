import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { UserError } from '../../errors.js'
import type { TextFiles } from '../../ports/text-files.js'
import { isFileError } from './file-errors.js'
import { promised } from './promised.js'

const defaultMaxBytes = 1024 * 1024

/** Text files of a directory of this machine; read synchronously, which spares loading Node's promises of files. */
export class DirectoryTextFiles implements TextFiles {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  read(path: string, maxBytes = defaultMaxBytes): Promise<string | undefined> {
    return promised(() => orAbsent(() => readText(resolve(this.#directory, path), { path, maxBytes })))
  }

  list(directory: string): Promise<readonly string[]> {
    return promised(() => orAbsent(() => fileNames(resolve(this.#directory, directory))) ?? [])
  }
}

function readText(place: string, limits: { path: string; maxBytes: number }): string | undefined {
  // A named pipe must not be waited for.
  const file = openSync(place, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    return readBounded(file, limits.path, limits.maxBytes)
  } finally {
    closeSync(file)
  }
}

function fileNames(directory: string): string[] {
  const entries = readdirSync(directory, { withFileTypes: true })
  return entries
    .filter(entry => entry.isFile())
    .map(entry => entry.name)
    .sort()
}

function readBounded(file: number, path: string, maxBytes: number): string | undefined {
  const status = fstatSync(file)
  if (!status.isFile()) return undefined
  if (status.size <= maxBytes) return readFileSync(file, 'utf8')
  throw new UserError('file-too-large', `${path} has ${status.size} bytes; at most ${maxBytes} are read`)
}

function orAbsent<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (isFileError(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined
    throw error
  }
}
