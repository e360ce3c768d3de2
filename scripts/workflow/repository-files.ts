import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const MAX_FILE_BYTES = 50_000_000
const LEFT_OUT = new Set(['.git', 'node_modules'])

/** The files below a directory by their paths in the repository; not `.git`, `node_modules`, links and what is over 50 MB. */
export function repositoryFiles(root: string, directory = root): Record<string, Uint8Array> {
  return Object.fromEntries(
    readdirSync(directory, { withFileTypes: true }).flatMap(entry => {
      const path = join(directory, entry.name)
      if (LEFT_OUT.has(entry.name)) return []
      if (entry.isDirectory()) return Object.entries(repositoryFiles(root, path))
      if (!entry.isFile() || statSync(path).size > MAX_FILE_BYTES) return []
      return [[relative(root, path).split(sep).join('/'), readFileSync(path)]]
    })
  )
}
