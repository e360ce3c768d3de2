import { readdirSync } from 'node:fs'
import { join } from 'node:path'

const LEFT_OUT = new Set(['node_modules', 'lib', 'dist', '.git', 'coverage', 'fixtures', '.mlops', '.demo'])

/** The files below a directory whose names match, without those that are generated or not ours. */
export function filesEndingIn(directory: string, ending: RegExp): string[] {
  return readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
    if (LEFT_OUT.has(entry.name)) return []
    const path = join(directory, entry.name)
    if (entry.isDirectory()) return filesEndingIn(path, ending)
    return ending.test(entry.name) ? [path] : []
  })
}
