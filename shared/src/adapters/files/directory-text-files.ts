import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { isAbsolute, resolve, sep } from 'node:path'
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
    return promised(() =>
      orAbsent(() => {
        const place = isAbsolute(path) ? path : placeInside(this.#directory, path)
        return readText(place, { path, maxBytes })
      })
    )
  }

  list(directory: string): Promise<readonly string[]> {
    return promised(() => orAbsent(() => fileNames(resolve(this.#directory, directory))) ?? [])
  }
}

/** The real place of a file: what a repository holds may be a link to anything on the machine, and is shown to people. */
function placeInside(directory: string, path: string): string {
  const place = realpathSync(resolve(directory, path))
  if (`${place}${sep}`.startsWith(`${realpathSync(directory)}${sep}`)) return place
  throw new UserError('file-outside', `${path} leads out of the workspace`, {
    hint: 'Replace the link by the file itself.'
  })
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
