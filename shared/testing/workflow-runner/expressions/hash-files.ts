import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { FunctionDefinition } from '@actions/expressions/funcs/info'
import { data } from '@actions/expressions'
import { selectFiles } from './select-files.js'

/** `hashFiles(pattern, …)`: SHA-256 over the SHA-256 digests of the files in a workspace, '' when none matches. */
export function hashFilesFunction(workspace: string): FunctionDefinition {
  return {
    name: 'hashFiles',
    minArgs: 1,
    maxArgs: 255,
    call: (...patterns) => {
      const text = patterns.map(pattern => pattern.coerceString()).join('\n')
      return new data.StringData(
        hashFiles(
          selectFiles(text, { directory: workspace, home: workspace, excludeHidden: false }).files,
          workspace
        )
      )
    }
  }
}

function hashFiles(files: readonly string[], workspace: string): string {
  const inside = files.filter(file => file.startsWith(`${workspace}/`))
  if (inside.length === 0) return ''
  const hash = createHash('sha256')
  for (const file of inside) hash.update(createHash('sha256').update(readFileSync(file)).digest())
  return hash.digest('hex')
}
