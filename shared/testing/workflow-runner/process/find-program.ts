import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

/** The first of some program names that a search path has, undefined when it has none. */
export function findProgram(names: readonly string[], searchPath: string): string | undefined {
  for (const name of names) {
    const found = searchPath
      .split(delimiter)
      .find(directory => directory !== '' && isExecutable(join(directory, name)))
    if (found !== undefined) return join(found, name)
  }
  return undefined
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
